"""Plans are made of counts, and their digests of what would change."""

from __future__ import annotations

from api.core.personal import Subject
from api.privacy.erasure.fates import Action, Share, shares
from api.privacy.erasure.planning import Plan, plan, together
from api.privacy.inventory import table


def share(name: str, subject: Subject = Subject.CUSTOMER) -> Share:
    return shares(table(name), subject)[0]


def planned(*counted: tuple[str, int, int], held: tuple[str, ...] = ()) -> Plan:
    return plan(Subject.CUSTOMER, [(share(name), rows, goes) for name, rows, goes in counted], held)


def test_a_table_without_rows_is_left_out() -> None:
    found = planned(("customers", 1, 1), ("consents", 0, 0), ("entries", 9, 2))
    assert [(one.table, one.rows, one.changes, one.action) for one in found.tables] == [
        ("customers", 1, 1, Action.DELETE),
        ("entries", 9, 2, Action.DETACH),
    ]


def test_another_effect_is_another_digest() -> None:
    first = planned(("customers", 1, 1), ("entries", 9, 2))
    assert first.digest == planned(("customers", 1, 1), ("entries", 9, 2)).digest
    others = [
        planned(("customers", 2, 2), ("entries", 9, 2)),
        planned(("customers", 1, 1), ("entries", 10, 2)),
        planned(("customers", 1, 1), ("entries", 9, 3)),
        planned(("customers", 1, 1)),
        planned(("customers", 1, 1), ("entries", 9, 2), held=("entries",)),
    ]
    assert len({first.digest, *(one.digest for one in others)}) == 6


def test_rows_that_stay_as_they_are_change_no_digest() -> None:
    """A look at the plan leaves a trace, which is a row more."""
    assert (
        planned(("customers", 1, 1), ("audit_events", 3, 0)).digest
        == planned(("customers", 1, 1), ("audit_events", 4, 0)).digest
    )


def test_where_rows_may_be_anybodys_the_plan_says_so() -> None:
    found = planned(("export_chunks", 4, 4), ("customers", 1, 1))
    assert [one.perhaps for one in found.tables] == [True, False]


def test_plans_of_several_merchants_add_up() -> None:
    at_one = plan(Subject.USER, [(share("member_pins", Subject.USER), 1, 1)], ["member_pins"])
    at_two = plan(Subject.USER, [(share("member_pins", Subject.USER), 2, 2)])
    besides = plan(Subject.USER, [(share("users", Subject.USER), 1, 1)])
    both = together([at_one, at_two, besides])
    assert both.subject is Subject.USER
    assert [(one.table, one.rows, one.changes) for one in both.tables] == [
        ("member_pins", 3, 3),
        ("users", 1, 1),
    ]
    assert both.held == ("member_pins",)


def test_what_is_told_can_be_kept_as_json() -> None:
    told = planned(("entries", 9, 2)).told()
    (one,) = told["tables"]
    assert (told["subject"], one["table"], one["action"]) == ("customer", "entries", "detach")
    assert {"column", "rule", "because"} == set(one["kept"][0])
