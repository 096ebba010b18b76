"""How large a batch is, and what people read in place of its number.

A campaign's batches are numbered in groups that lie far apart: one for each alphabet, and one
for its merchants. The first group's are 1, 2, 3; those of the others say theirs: 3-1, 3-2.
"""

from __future__ import annotations

GROUP_STEP = 100_000_000
# A hand-over's fixed costs (three commits, ten statements, one call) are shared by its messages,
# so larger is faster; what one dead process leaves in doubt, and at an operator of class C waits
# for a person, grows as much. A thousand is where the messages begin to cost more than the rest
# (docs/performance.md); the rate of a lane with a pace is its pace, whatever the size.
MAX_BATCH = 1000


def batch_name(number: int) -> str:
    group, place = divmod(number, GROUP_STEP)
    return f"{group + 1}-{place}" if group else str(place)
