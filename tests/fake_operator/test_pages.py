"""The screens in the browser, by what they load and what their JSON paths say."""

import re
from pathlib import Path

import pytest
import requests

PAGES = ["/", "/phone/", "/phone/05321112201", "/iys/", "/iys/05321112201"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_foreign_and_runs_nothing_inline(operator, path):
    answer = requests.get(operator.url + path, timeout=5)
    assert answer.status_code == 200
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert '<html lang="tr">' in answer.text
    links = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert all(link.startswith("/") for link in links)
    for link in (one for one in links if one.startswith("/__static__/")):
        assert requests.get(operator.url + link, timeout=5).status_code == 200
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", answer.text)


def messages(operator, number):
    answer = requests.get(f"{operator.url}/phone/{number}/messages", timeout=5)
    return answer.json()["messages"]


@pytest.mark.parametrize(
    "written", ["05321112281", "5321112281", "905321112281", "+90 532 111 22 81"]
)
def test_a_phone_shows_what_arrived_however_its_number_is_written(
    operator, mesajussu, control, written
):
    client = mesajussu(report_delay=[0, 0])
    text = f"Kodunuz 123456 ({written})"
    client.oton("5321112281", message=text)
    shown = [row for row in messages(operator, written) if row["text"] == text]
    assert [(row["direction"], row["title"]) for row in shown] == [("in", "TURKCELLHUB")]


def test_what_does_not_arrive_is_not_shown(operator, mesajussu, control):
    client = mesajussu()
    client.oton("5351112202", "5351112205")
    control.settle()
    assert messages(operator, "5351112202") == messages(operator, "5351112205") == []


def test_the_phone_shows_the_opt_out_line_too(operator, mesajussu):
    client = mesajussu(etk_line=" RET yaz 7889")
    client.oton("5361112201", message="İndirim", etkFlag=True, brandCode="100001")
    assert messages(operator, "5361112201")[-1]["text"] == "İndirim RET yaz 7889"


def test_a_reply_is_shown_and_pushed_to_the_account_that_wrote_last(
    operator, mesajussu, sink, control
):
    mesajussu().oton("5371112201", message="İlk")
    client = mesajussu(push_url=sink.url, inbound_number="7889")
    client.oton("5371112201", message="Son")
    control.settle()
    sink.bodies.clear()
    url = f"{operator.url}/phone/05371112201/replies"
    assert requests.post(url, json={"text": " RET "}, timeout=5).json() == {"to": "7889"}
    control.settle()
    assert [(row["type"], row["content"]) for row in sink.rows] == [("inbound", "RET")]
    assert [row["direction"] for row in messages(operator, "5371112201")] == ["in", "in", "out"]


@pytest.mark.parametrize("body", ["", "[]", '{"text": "  "}', '{"text": 5}'])
def test_an_empty_reply_is_refused_in_turkish(operator, body):
    answer = requests.post(f"{operator.url}/phone/05321112201/replies", data=body, timeout=5)
    assert answer.status_code == 400
    assert "gönderilemez" in answer.json()["error"]


def test_a_phone_that_nobody_wrote_to_cannot_reply(operator, mesajussu):
    mesajussu(), mesajussu()
    url = f"{operator.url}/phone/05399998877/replies"
    assert requests.post(url, json={"text": "merhaba"}, timeout=5).status_code == 409


def test_the_last_phones_are_listed_newest_first(operator, mesajussu):
    client = mesajussu()
    client.oton("5381112201", message="Bir")
    client.oton("5381113301", message="İki")
    listed = requests.get(f"{operator.url}/phones.json", timeout=5).json()["phones"]
    assert [row["phone"] for row in listed[:2]] == ["905381113301", "905381112201"]


def test_the_start_page_names_the_accounts_and_no_password(operator, mesajussu):
    client = mesajussu(name="Ege Tekstil")
    answer = requests.get(f"{operator.url}/start.json", timeout=5)
    assert client.username in answer.text
    assert "dogru-sifre" not in answer.text


def test_the_scripts_never_write_html():
    static = Path(__file__).parents[2] / "turkcell_hub/fake_operator/static"
    for script in static.glob("*.js"):
        assert "innerHTML" not in script.read_text(encoding="utf-8")
