"""The files that are sent with the first page: unchanged, few and light."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command

from handlingsrom.web import stylesheet, vendor
from tests.helpers import page

KB = 1000


def test_vendored_files_are_as_listed():
    assert vendor.problems() == []


def test_a_changed_file_is_noticed(tmp_path, monkeypatch):
    copy = tmp_path / "vendor"
    shutil.copytree(vendor.VENDOR_DIR, copy)
    monkeypatch.setattr(vendor, "VENDOR_DIR", copy)
    monkeypatch.setattr(vendor, "MANIFEST", copy / "manifest.json")
    (copy / "htmx-4.0.1" / "htmx.min.js").write_text("changed", encoding="utf-8")
    (copy / "stray.js").write_text("", encoding="utf-8")
    assert len(vendor.problems()) == 2
    assert vendor.main(["check"]) == 1
    assert vendor.main([]) == 2


def test_every_vendored_package_has_its_licence():
    for package in vendor.load_manifest()["packages"]:
        assert package["licence"] and package["version"]
        assert "LICENSE" in [file["file"] for file in package["files"]]


@pytest.mark.django_db
def test_the_first_visit_is_light(anonymous, west):
    answer = page(anonymous, "/")
    html = answer.content.decode()
    files = set(re.findall(r'(?:href|src)="/static/([^"#]+)', html))
    weights = {name: len(gzip.compress(Path(finders.find(name)).read_bytes(), 9)) for name in files}
    total = sum(weights.values()) + len(gzip.compress(answer.content, 9))
    assert len(files) + 1 <= 7, sorted(files)
    assert total <= 60 * KB, weights
    styles = "".join(Path(finders.find(name)).read_text(encoding="utf-8") for name in files if name.endswith(".css"))
    fonts = [name for name in re.findall(r'url\("?\.\./(vendor/[^")]+\.woff2)', styles) if "latin-ext" not in name]
    assert len(fonts) == 2
    assert sum(len(Path(finders.find(name)).read_bytes()) for name in fonts) <= 70 * KB


def test_static_files_can_be_collected_with_hashed_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()
    theme = ManifestStaticFilesStorage(location=tmp_path).stored_name("web/site.css")
    assert re.search(r"latin-wght-normal\.[0-9a-f]{12}\.woff2", (tmp_path / theme).read_text(encoding="utf-8"))


def test_the_stylesheet_holds_every_part_that_a_page_uses():
    made = Path(finders.find(stylesheet.NAME)).read_text(encoding="utf-8")
    assert made == stylesheet.joined()
    assert (
        made.index("@layer hr-base, ds, hr;")
        < made.index("@layer ds.theme")
        < made.index("@layer hr.tokens, hr.layout")
    )
    used = set()
    for path in Path(vendor.__file__).parents[1].rglob("*"):
        if (
            path.suffix in (".html", ".py", ".js")
            and path.name != "stylesheet.py"
            and not {"vendor", "tests"} & {*path.parts}
        ):
            used |= set(re.findall(r"\bds-[a-z]+(?:-[a-z]+)*", path.read_text(encoding="utf-8")))
    assert not used & stylesheet.UNUSED
    assert ".ds-button" in made and ".ds-chip" not in made


def test_no_rule_of_the_parts_that_are_used_is_lost():
    whole = (stylesheet.STATIC / stylesheet.SYSTEM).read_text(encoding="utf-8")
    blocks = list(stylesheet.blocks(whole))
    assert "".join(blocks) == whole.rstrip()
    assert all(block.count("{") == block.count("}") for block in blocks)


def test_the_stylesheet_follows_a_change(settings, tmp_path, monkeypatch):
    shutil.copytree(stylesheet.STATIC, tmp_path / "static")
    shutil.copy(stylesheet.__file__, tmp_path / "stylesheet.py")
    monkeypatch.setattr(stylesheet, "STATIC", tmp_path / "static")
    settings.DATA_DIR = tmp_path / "data"
    before = Path(finders.find(stylesheet.NAME)).read_text(encoding="utf-8")
    with (tmp_path / "static" / "web" / "app.css").open("a", encoding="utf-8") as app:
        app.write(".new { color: red; }")
    after = Path(finders.find(stylesheet.NAME)).read_text(encoding="utf-8")
    assert after == before + ".new { color: red; }\n"


def test_the_icons_that_templates_ask_for_are_drawn():
    sprite = Path(finders.find("web/icons.svg")).read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', sprite))
    for config in apps.get_app_configs():
        for path in Path(config.path).rglob("templates/**/*.html"):
            asked = set(re.findall(r'{% icon "([a-z]+)"', path.read_text(encoding="utf-8")))
            assert asked <= drawn, (path.name, asked - drawn)
