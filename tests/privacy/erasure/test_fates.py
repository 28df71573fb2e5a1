"""What becomes of every declared column, and that nothing is declared against itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.core.personal import (
    Category,
    Declaration,
    Erasure,
    Purpose,
    Retention,
    Subject,
    Via,
)
from api.privacy.erasure.fates import ANONYMOUS, Action, Kept, Undeclarable, ends, shares
from api.privacy.inventory import PersonalTable, leading_to, table

EVERY = [
    (one, subject) for subject in (Subject.CUSTOMER, Subject.USER) for one in leading_to(subject)
]


def declared(
    ending: Erasure, retention: Retention = Retention.LAST_ACTIVITY, because: str = ""
) -> Declaration:
    return Declaration(
        Category.FREE_TEXT, Subject.CUSTOMER, (Purpose.LOYALTY,), retention, ending, True, because
    )


def with_columns(**columns: Declaration) -> PersonalTable:
    return replace(table("entries"), columns=columns)


@pytest.mark.parametrize(("one", "subject"), EVERY, ids=lambda one: getattr(one, "name", one))
def test_exported_and_withheld_is_erased_and_retained(one: PersonalTable, subject: Subject) -> None:
    """The symmetry: every field that is told about has one end, and every end a reason."""
    told = {name for name, column in one.columns.items() if column.subject is subject}
    after = ends(one, subject)
    assert set(after) == told
    gone = {name for name, is_gone in after.items() if is_gone}
    retained = {kept.column: kept for share in shares(one, subject) for kept in share.fate.kept}
    assert gone | set(retained) == told
    assert not gone & set(retained)
    assert all(kept.rule and kept.because for kept in retained.values())


@pytest.mark.parametrize(("one", "subject"), EVERY, ids=lambda one: getattr(one, "name", one))
def test_a_row_that_gets_new_values_is_cut_off_in_the_same_moment(
    one: PersonalTable, subject: Subject
) -> None:
    for share in shares(one, subject):
        if share.fate.replaced:
            way = one.persons[subject]
            assert isinstance(way, Via)
            assert way.column in share.fate.emptied


def test_a_row_with_a_column_that_goes_goes_whole() -> None:
    one = with_columns(text=declared(Erasure.DELETE), kept=declared(Erasure.KEEP))
    (share,) = shares(one, Subject.CUSTOMER)
    assert share.fate.action is Action.DELETE
    assert ends(one, Subject.CUSTOMER) == {"text": True, "kept": True}


def test_what_is_emptied_what_is_replaced_and_what_stays() -> None:
    one = with_columns(
        text=declared(Erasure.NULL),
        code=declared(Erasure.TOMBSTONE),
        at=declared(Erasure.KEEP),
        why=declared(Erasure.KEEP, because="the law wants it"),
    )
    (share,) = shares(one, Subject.CUSTOMER)
    assert share.fate.action is Action.DETACH
    assert (share.fate.emptied, share.fate.replaced) == (("text",), ("code",))
    rule = "customer.last_activity"
    assert share.fate.kept == (Kept("at", rule, ANONYMOUS), Kept("why", rule, "the law wants it"))


def test_of_another_kind_of_person_nothing_is_touched() -> None:
    theirs = replace(declared(Erasure.DELETE), subject=Subject.USER)
    one = with_columns(at=declared(Erasure.KEEP), theirs=theirs)
    (share,) = shares(one, Subject.CUSTOMER)
    assert share.fate.action is Action.KEEP
    assert [kept.column for kept in share.fate.kept] == ["at"]


def test_books_never_go_with_a_row() -> None:
    one = with_columns(
        text=declared(Erasure.DELETE), total=declared(Erasure.KEEP, Retention.BOOKKEEPING)
    )
    with pytest.raises(Undeclarable, match="entries: total must be kept"):
        shares(one, Subject.CUSTOMER)


def test_whom_a_person_has_noted_keeps_the_row() -> None:
    """It leads to the person by a column that stays, and to another by one that goes."""
    one = replace(
        with_columns(guest=declared(Erasure.DELETE), host=declared(Erasure.KEEP)),
        persons={Subject.CUSTOMER: (Via("guest", "customers"), Via("host", "customers"))},
    )
    own, others = shares(one, Subject.CUSTOMER)
    assert own.fate.action is Action.DELETE
    assert own.table.persons[Subject.CUSTOMER] == (Via("guest", "customers"),)
    assert others.fate.action is Action.KEEP
    assert others.table.persons[Subject.CUSTOMER] == (Via("host", "customers"),)
    assert ends(one, Subject.CUSTOMER) == {"guest": True, "host": False}
