"""The contact form."""

from __future__ import annotations

import pytest

from handlingsrom.core.models import OutgoingMail
from tests.helpers import check_html, page

MESSAGE = {"about": "accessibility", "message": "Lenken har for svak farge.", "page": "/om/", "email": ""}


@pytest.mark.django_db
def test_anyone_may_write_and_gets_a_receipt(anonymous, settings):
    settings.CONTACT_EMAIL = "drift@example.no"
    answer = anonymous.post("/kontakt/", MESSAGE, follow=True)
    assert "Vi har fått meldingen din" in answer.content.decode()
    mail = OutgoingMail.objects.get()
    assert mail.to == "drift@example.no"
    assert "Lenken har for svak farge." in mail.text and "/om/" in mail.text
    assert "Noe som er vanskelig å bruke eller lese" in mail.subject
    assert "Lenken" not in mail.subject


@pytest.mark.django_db
def test_errors_stand_at_the_field_and_at_the_top_and_nothing_is_lost(anonymous):
    answer = anonymous.post("/kontakt/", {**MESSAGE, "message": "", "email": "ikke en adresse"})
    assert answer.status_code == 422
    tree = check_html(answer.content.decode())
    assert tree.findtext(".//title").startswith("Feil: ")
    summary = tree.xpath("//div[contains(@class, 'ds-error-summary')]")[0]
    for link in summary.xpath(".//a/@href"):
        assert tree.xpath("//*[@id=$id]", id=link[1:]), f"{link} leads nowhere."
    message = tree.xpath("//textarea[@name='message']")[0]
    assert message.get("aria-invalid") == "true"
    described = message.get("aria-describedby").split()
    assert all(tree.xpath("//*[@id=$id]", id=id_) for id_ in described) and len(described) == 2
    assert tree.xpath("//input[@name='email']")[0].get("value") == "ikke en adresse"
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_a_flood_is_stopped(anonymous, still_clock):
    for _ in range(5):
        assert anonymous.post("/kontakt/", MESSAGE).status_code == 302
    assert anonymous.post("/kontakt/", MESSAGE).status_code == 429
    assert OutgoingMail.objects.count() == 5


@pytest.mark.django_db
def test_the_form_knows_where_one_came_from(anonymous, owner, as_user):
    tree = page(anonymous, "/kontakt/?side=/finnes-ikke/").tree
    assert tree.xpath("//input[@name='page']")[0].get("value") == "/finnes-ikke/"
    mine = page(as_user(owner), "/kontakt/").tree
    assert mine.xpath("//input[@name='email']")[0].get("value") == owner.email


@pytest.mark.django_db
def test_a_message_cannot_change_the_mail_around_it(anonymous):
    anonymous.post("/kontakt/", {**MESSAGE, "message": "<b>hei</b> & {{ site_name }}\r\nBcc: noen@example.no"})
    mail = OutgoingMail.objects.get()
    assert "<b>hei</b> & {{ site_name }}" in mail.text and "Bcc" not in mail.subject and not mail.html
