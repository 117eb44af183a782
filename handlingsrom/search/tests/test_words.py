"""Norwegian: what a word finds and what it must not find. One line a pair, question = text."""

from __future__ import annotations

import pytest

from handlingsrom import search

HITS = """
# inflection
sykehjem = Nye sykehjemmet ved fjorden
sykehjem = To av sykehjemmene våre
sykehjemmet = Et sykehjem i sentrum
sykehjemmets = De nye sykehjemmene
anskaffelse = Anskaffelsene i fylket
kommune = Flere kommuner sammen
kommunene = En kommunal ordning
leverandør = Leverandørene svarte
løsning = Vi så på løsningene
vei = Langs veiene i bygda
veier = En ny vei
bok = Bøkene på biblioteket
bøker = Boken om faget
natt = Rolige netter
netter = Om natten
bruker = Brukerne deltok
brukerne = En bruker fortalte
leder = Lederne møttes
bonde = Bøndene i dalen
kriterium = Kriteriene for tildeling
kriterier = Ett kriterium
hjelpemidler = Et hjelpemiddel
system = Systemene snakker sammen
alarmer = En alarm gikk
ansatt = De ansatte
eiendom = Kommunens eiendommer
ressurs = Bedre bruk av ressursene
møte = Møtene i vår
buss = Bussene går på strøm
barn = Barna leker
beboer = Beboerne sover
vekter = To vektere
vekter = Vektarane kom
# compounds: the whole, the parts, in any inflection
nattevakt = Nattevaktene går runder
nattevaktene = En nattevakt på vakt
vakt = Nattevaktene går runder
alarm = Nytt alarmanlegg
anlegg = Nytt signalanlegg
alarm = Et signalanlegg med knapp
sykehjem = Flere sykehjemsplasser
sykehjemsplass = Åtti sykehjemsplasser
plass = Åtti sykehjemsplasser
trygghet = Trygghetsalarmen
teknologi = Velferdsteknologi i hjemmet
velferdsteknologi = Velferdsteknologiprosjektet
vedlikehold = Vintervedlikeholdskontrakten
vintervedlikehold = Vintervedlikeholdskontrakten
utslipp = Utslippsfri anleggsplass
dialog = Markedsdialogen i mai
konferanse = Dialogkonferansen
bygg = Skolebygget
avfall = Avfallshåndteringen
vann = Drikkevannsforsyningen
dag = Dagtilbud for eldre
skole = Skoleskyssen i bygda
brøyting = Dronebrøyting av gangveier
drone = Droneinspeksjon av tak
natt tog = Nattoget til byen
markedsdialog = Dialog med markedet
# nynorsk and bokmål, both ways
sykehjem = Sjukeheimen i bygda
sjukeheim = Sykehjemmet i byen
sjukeheimen = Nye sykehjemsplasser
sykehjemsplasser = Nye sjukeheimsplassar
tjeneste = Tenesta vart betre
teneste = Tjenestene ble bedre
tenesteinnovasjon = Tjenesteinnovasjon
løysing = Løsningene ble prøvd
løsning = Løysingane vart prøvde
utslepp = Utslippene fra ferjer
utslipp = Utsleppa frå ferja
anskaffing = Anskaffelsen tok et år
anskaffelse = Anskaffinga tok eit år
marknad = Markedet er lite
marknadsdialog = Markedsdialogen
markedsdialog = Marknadsdialogen
verksemd = Virksomheten eier behovet
virksomhet = Verksemda eig behovet
brukar = Brukerne var med
bruker = Brukarane var med
kommunar = Flere kommuner
heim = Hjemmet ditt
heimeteneste = Hjemmetjenesten
hjemmetjeneste = Heimetenesta
natt = Rolege netter
skule = Skolene i bygda
skole = Skulane i bygda
rettleiing = Veiledning for innkjøpere
veiledning = Rettleiinga for innkjøparar
tryggleik = Trygghet i hverdagen
kunngjøring = Kunngjeringa i Doffin
leiar = Lederen bestemmer
bustad = Boligene ved elva
omsorgsbolig = Omsorgsbustadene
vatn = Vannet i springen
vassforsyning = Vannforsyningen
erfaring = Røynsler frå arbeidet
reinhald = Renhold av skoler
fleire = Flere løsninger
berekraft = Bærekraftige innkjøp
tilbod = Tilbudene kom inn
innbyggjarar = Innbyggerne ble spurt
# misspelt, and written on another keyboard
sykehejm = Nye sykehjem
sykehejm = Flere sykehjemsplasser
anskafelse = Anskaffelse av buss
leverandor = Leverandøren svarte
markedsdialgo = Markedsdialog i mai
vedlikhold = Vedlikehold av vei
velferdsteknlogi = Velferdsteknologi
alarmanleg = Nytt alarmanlegg
nattevkat = En nattevakt
kompetnase = Kompetanse i staben
karasjohka = Kárášjohka gielda
Kárášjohka = Kárášjohka gielda
kjokken = Kjøkken på skolen
idé = Ideer fra ansatte
# hyphens
epost = Send e-post
e-post = Send epost
førkommersiell = Før-kommersiell anskaffelse
IT-system = Nytt IT-system
"""

MISSES = """
vei = Veiledning for innkjøpere
leder = Ledige lokaler
leie = Ledelse i skolen
bok = Bokmål og dialekt
hage = Barnehagen i bygda
rot = Brottsjø ved kysten
ask = Maskiner til salgs
elev = Elevatoren står
natt = Landsnett for kraft
drone = Dronningen kom
bruk = Brukerne var med
bruker = Bruk av verktøy
lege = Legging av kabel
mål = Maling av vegger
rom = Roman fra nord
sykehus = Sykehjemmet
sykehjem = Sykehuset
by = Bygging av hus
bil = Billige varer
heis = Heisann og hoppsann
skyss = Skolebygget
vann = Vanskelige spørsmål
bro = Brosjyrer i posten
tak = Takst og verdi
sal = Salt på gangvei
lys = Lyst humør
kunde = Kunngjøringen
stat = Statistikk over fall
land = Landbruk og jord
"""


def pairs(table: str) -> list[tuple[str, str]]:
    lines = [line for line in table.strip().splitlines() if not line.startswith("#")]
    return [(question.strip(), text.strip()) for question, _, text in (line.partition("=") for line in lines)]


@pytest.fixture
def library(shelf):
    for _, text in pairs(HITS) + pairs(MISSES):
        shelf.add(text, id=text)
    search.rebuild()
    return shelf


def test_there_are_enough_pairs():
    assert len(pairs(HITS)) >= 80
    assert len(pairs(MISSES)) >= 20


def test_words_find_their_relatives(library):
    lost = [(q, text) for q, text in pairs(HITS) if text not in library.ids(q, per_page=200)]
    assert not lost


def test_words_do_not_find_strangers(library):
    found = [(q, text) for q, text in pairs(MISSES) if text in library.ids(q, per_page=200)]
    assert not found
