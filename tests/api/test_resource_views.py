"""REST from a Resource: rights, filters, walls between firms, bodies, actions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Caller
from tests.support.firms import make_code, make_key
from turkcell_hub.tenancy.models import Brand, Firm
from turkcell_hub.tenancy.scope import firm_scope

ABSENT = 999_999_999


def codes(answer: Any) -> list[str]:
    return [row["code"] for row in answer.json()["results"]]


def test_a_record_is_made_read_changed_and_deleted(call: Caller) -> None:
    made = call.post("brands/", {"code": "TRK", "name": "Işık", "is_active": True})
    assert made.status_code == 201
    address = made["Location"].removeprefix("http://testserver")
    assert call.get(address).json() == made.json()
    changed = call("PATCH", address, {"name": "Şimşek"})
    assert changed.json()["name"] == "Şimşek"
    assert call("DELETE", address).status_code == 204
    assert call.get(address).status_code == 404


@pytest.mark.requirement("C-01")
@pytest.mark.parametrize(
    ("method", "path", "right"),
    [
        ("GET", "brands/", "room.brand.view"),
        ("GET", "brands/{id}/", "room.brand.view"),
        ("POST", "brands/", "room.brand.add"),
        ("POST", "brands/bulk/", "room.brand.add"),
        ("PATCH", "brands/{id}/", "room.brand.change"),
        ("DELETE", "brands/{id}/", "room.brand.delete"),
        ("POST", "brands/actions/close/", "room.brand.change"),
    ],
)
def test_each_operation_asks_for_its_own_scope(
    caller_with: Any, brands: list[Brand], method: str, path: str, right: str
) -> None:
    every = {f"room.brand.{verb}" for verb in ("view", "add", "change", "delete")}
    path = path.format(id=brands[0].pk)
    refused = caller_with(*every - {right})(method, path, {})
    assert refused.status_code == 403
    assert refused.json()["code"] == "not_allowed"
    assert refused.json()["extra"] == {"right": right}
    assert caller_with(right)(method, path, {}).status_code != 403


@pytest.mark.parametrize("path", ["brands/", "brands/1/", "picks/", "forgotten/"])
def test_without_a_key_everything_is_closed(db: None, path: str) -> None:
    answer = Caller(None).get(path)
    assert answer.status_code == 401
    assert answer.json()["code"] == "key_missing"
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_browsers_session_opens_nothing_here(admin_client: Any) -> None:
    assert admin_client.get("/api/v1/brands/").status_code == 401


def test_a_view_that_forgot_its_rights_is_closed(call: Caller) -> None:
    assert call.get("forgotten/").status_code == 403


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_another_firms_record_answers_like_one_that_never_existed(
    call: Caller, foreign_brand: Brand, method: str
) -> None:
    foreign = call(method, f"brands/{foreign_brand.pk}/", {"name": "x"})
    absent = call(method, f"brands/{ABSENT}/", {"name": "x"})
    assert foreign.status_code == absent.status_code == 404
    assert _same(foreign, absent)
    assert "Kanarya" not in foreign.content.decode()


def test_another_firms_id_in_a_body_answers_like_one_that_never_existed(
    call: Caller, brands: list[Brand], foreign_brand: Brand
) -> None:
    for body in ({"brand": 0}, {"brand": brands[0].pk, "others": [brands[1].pk, 0]}):
        answers = []
        for pk in (foreign_brand.pk, ABSENT):
            swapped = {
                name: [pk if v == 0 else v for v in value]
                if isinstance(value, list)
                else value or pk
                for name, value in body.items()
            }
            answers.append(call.post("picks/", swapped))
        assert [answer.status_code for answer in answers] == [404, 404]
        assert _same(*answers)
    assert call.post("picks/", {"brand": brands[0].pk}).status_code == 200


def test_another_firms_ids_in_an_action_stop_it(
    call: Caller, firm: Firm, brands: list[Brand], foreign_brand: Brand
) -> None:
    ids = [brands[0].pk, foreign_brand.pk]
    answer = call.post("brands/actions/close/", {"ids": ids})
    assert answer.status_code == 404
    assert answer.json()["extra"] == {"ids": [foreign_brand.pk]}
    with firm_scope(firm.pk):
        assert Brand.objects.filter(is_active=True).count() == len(brands)


def test_lists_hold_nothing_of_another_firm(
    call: Caller, brands: list[Brand], foreign_brand: Brand
) -> None:
    for query in ("", "?search=Kanarya", "?name=Kanarya", f"?size_min={foreign_brand.pk}"):
        assert "Kanarya" not in call.get(f"brands/{query}").content.decode()


@pytest.mark.requirement("C-01")
def test_what_the_resource_hides_from_a_key_is_hidden_in_lists_and_by_id(firm: Firm) -> None:
    held, hidden = make_code(firm, "IZMIR"), make_code(firm, "ANKARA")
    scopes = ["room.code.view"]
    call = Caller(make_key(firm, scopes, authority_codes=[held])[1])
    assert codes(call.get("held-codes/")) == ["IZMIR"]
    assert call.get(f"held-codes/{held.pk}/").status_code == 200
    assert call.get(f"held-codes/{hidden.pk}/").status_code == 404


def test_lists_are_filtered_searched_and_ordered_as_declared(
    call: Caller, brands: list[Brand]
) -> None:
    assert codes(call.get("brands/?name=EY")) == ["M4"]
    assert codes(call.get("brands/?search=M4")) == ["M4"]
    assert codes(call.get("brands/?ordering=-code")) == ["M4", "M3", "M2", "M1", "M0"]
    assert codes(call.get(f"brands/?ordering=code&size_max={brands[1].pk}")) == ["M0", "M1"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("brands/?naem=x", "naem"),
        ("brands/?firm=1", "firm"),
        ("brands/?name__startswith=x", "name__startswith"),
        ("brands/1/?fields=all", "fields"),
        ("codes/?search=x", "search"),
    ],
)
def test_an_unknown_parameter_is_refused_by_name(call: Caller, path: str, name: str) -> None:
    answer = call.get(path)
    assert answer.status_code == 400
    assert answer.json()["code"] == "unknown_parameter"
    assert answer.json()["field"] == name


@pytest.mark.parametrize("value", ["null", "", "yes", "2"])
def test_a_flag_that_says_neither_yes_nor_no_is_refused(
    call: Caller, brands: list[Brand], value: str
) -> None:
    answer = call.get(f"brands/?is_active={value}")
    assert (answer.status_code, answer.json()["field"]) == (400, "is_active")
    body = {"all_matching": True, "filters": {"is_active": value}}
    assert call.post("brands/actions/close/", body).status_code == 400
    assert len(codes(call.get("brands/?is_active=true"))) == 5


@pytest.mark.parametrize("value", ["", "firm", "pk", "code,firm__slug", ","])
def test_only_declared_columns_sort(call: Caller, value: str) -> None:
    answer = call.get(f"brands/?ordering={value}")
    assert answer.status_code == 400
    assert answer.json()["field"] == "ordering"


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"code": "A", "name": "a", "firm": 1}, "firm", "unknown_field"),
        ({"code": "A", "name": "a", "id": 7}, "id", "read_only_field"),
        ({"code": 5, "name": "a"}, "code", "incorrect_type"),
        ({"code": "A", "name": "a", "is_active": "true"}, "is_active", "incorrect_type"),
        ({"name": "a"}, "code", "required"),
        ([], None, "invalid"),
    ],
)
def test_a_wrong_body_is_refused_with_the_field(
    call: Caller, body: Any, field: str | None, code: str
) -> None:
    answer = call.post("brands/", body)
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert answer.json()["errors"][0]["code"] == code


@pytest.mark.parametrize("body", [[], [{"code": "A", "name": "a"}], "A", 5])
def test_a_body_that_is_no_object_is_told_to_be_one(call: Caller, body: Any) -> None:
    answer = call.post("brands/", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["detail"] == "Gövde bir JSON nesnesi olmalı: {…}."


def test_a_form_judges_where_there_is_no_serializer(call: Caller) -> None:
    assert call.post("codes/", {"code": "IZMIR"}).status_code == 201
    long = call.post("codes/", {"code": "X" * 21})
    assert (long.status_code, long.json()["field"]) == (400, "code")
    unknown = call.post("codes/", {"code": "A", "colour": "red"})
    assert unknown.json()["code"] == "unknown_field"
    assert codes(call.get("codes/")) == ["IZMIR"]


def test_an_operation_that_is_not_declared_does_not_exist(call: Caller) -> None:
    pk = call.post("codes/", {"code": "IZMIR"}).json()["id"]
    for method in ("PATCH", "DELETE", "PUT", "OPTIONS"):
        answer = call(method, f"codes/{pk}/", {})
        assert answer.status_code == 405
        assert answer["Allow"] == "GET, HEAD"


def test_an_action_runs_on_named_records(call: Caller, firm: Firm, brands: list[Brand]) -> None:
    answer = call.post("brands/actions/close/", {"ids": [brands[0].pk, brands[2].pk]})
    assert answer.json() == {
        "message": "2 marka kapatıldı.",
        "touched": 2,
        "job_id": None,
        "data": {},
    }


def test_a_dry_run_only_counts(call: Caller, firm: Firm, brands: list[Brand]) -> None:
    body = {"all_matching": True, "filters": {"search": "M"}, "dry_run": True}
    body["excluded"] = [brands[0].pk]
    answer = call.post("brands/actions/close/", body)
    assert answer.json() == {"count": 4, "confirm": "4 marka kapatılacak."}
    with firm_scope(firm.pk):
        assert Brand.objects.filter(is_active=True).count() == 5


def test_all_that_match_runs_the_filter_again(
    call: Caller, firm: Firm, brands: list[Brand], foreign_brand: Brand
) -> None:
    answer = call.post("brands/actions/close/", {"all_matching": True, "filters": {"search": "M1"}})
    assert answer.json()["touched"] == 1
    everything = call.post("brands/actions/close/", {"all_matching": True})
    assert everything.json()["touched"] == 5
    foreign_brand.refresh_from_db()
    assert foreign_brand.is_active


def test_records_that_cannot_take_an_action_are_told_by_id(
    call: Caller, brands: list[Brand]
) -> None:
    call.post("brands/actions/close/", {"ids": [brands[0].pk]})
    answer = call.post("brands/actions/close/", {"ids": [brands[0].pk, brands[1].pk]})
    assert answer.status_code == 409
    assert answer.json()["extra"]["refused"] == [
        {"id": brands[0].pk, "reason": "Marka zaten kapalı."}
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "ids"),
        ({"ids": [1], "all_matching": True}, "ids"),
        ({"ids": []}, "ids"),
        ({"ids": ["1"]}, "ids.0"),
        ({"ids": [1], "filters": {"search": "x"}}, "filters"),
        ({"ids": [1], "excluded": [2]}, "excluded"),
        ({"all_matching": True, "filters": {"colour": "x"}}, "colour"),
        ({"ids": [1], "data": {"x": 1}}, "ids"),
        ({"ids": list(range(1, 502))}, "ids"),
    ],
)
def test_a_selection_that_makes_no_sense_is_refused(
    call: Caller, body: dict[str, Any], field: str
) -> None:
    answer = call.post("brands/actions/close/", body)
    assert answer.status_code in (400, 404)
    assert answer.json()["field"] == field


def test_an_actions_own_form_is_checked(call: Caller, brands: list[Brand]) -> None:
    ids = [brands[0].pk]
    long = call.post("brands/actions/rename/", {"ids": ids, "data": {"suffix": "x" * 11}})
    assert (long.status_code, long.json()["field"]) == (400, "data.suffix")
    fine = call.post("brands/actions/rename/", {"ids": ids, "data": {"suffix": "!"}})
    assert fine.json()["data"] == {"name": "Çınar!"}
    two = call.post("brands/actions/rename/", {"ids": [ids[0], brands[1].pk], "data": {}})
    assert two.json()["field"] == "ids"


def test_a_bulk_call_answers_for_each_row(call: Caller, brands: list[Brand]) -> None:
    rows = [
        {"code": "B1", "name": "bir"},
        {"code": "M0", "name": "taken"},
        {"code": "B2"},
        {"code": "B3", "name": "üç", "colour": "red"},
        {"code": "B4", "name": "dört"},
    ]
    answer = call.post("brands/bulk/", {"rows": rows}).json()
    assert [row["status"] for row in answer["results"]] == [201, 409, 400, 400, 201]
    assert [row["index"] for row in answer["results"]] == [0, 1, 2, 3, 4]
    assert (answer["succeeded"], answer["failed"]) == (2, 3)
    assert answer["results"][2]["problem"]["field"] == "name"
    assert call.get(f"brands/{answer['results'][4]['id']}/").json()["code"] == "B4"


def test_too_many_rows_are_sent_to_the_import(call: Caller) -> None:
    answer = call.post("brands/bulk/", {"rows": [{"code": "x", "name": "y"}] * 501})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many_rows")
    assert "içe aktarma" in answer.json()["detail"]


@pytest.mark.requirement("C-08")
def test_turkish_letters_come_back_as_they_were_sent(call: Caller) -> None:
    name = "IĞDIR ığdır İSTANBUL istanbul ÇŞÖÜ"
    made = call.post("brands/", {"code": "TR", "name": name})
    assert made.json()["name"] == name
    assert name in made.content.decode()


def _same(one: Any, other: Any) -> bool:
    changing = ("request_id", "extra")
    first, second = one.json(), other.json()
    return all(first[name] == second[name] for name in first if name not in changing)
