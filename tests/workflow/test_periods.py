import pytest

from equity_core.workflow import periods


@pytest.mark.parametrize(
    "right",
    [
        ["2022-23", "2023-24", "2024-25"],
        ["2023-24 Fall", "2023-24 Winter", "2023-24 Spring", "2023-24", "2024-25 Fall"],
        ["2013B", "2013J", "2014B", "2014J"],
        ["G1", "G2", "G10"],
    ],
)
def test_periods_come_in_the_order_in_which_they_were(right):
    assert periods.ordered([*reversed(right), right[0]]) == right


def test_before_is_strict():
    assert periods.is_before("2023-24", "2024-25")
    assert not periods.is_before("2023-24", "2023-24")
