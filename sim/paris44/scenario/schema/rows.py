"""What every row of a scenario file has: who says so, and how good that is."""

# no annotations from the future: as texts, pydantic would evaluate each of them anew

from typing import Annotated

from pydantic import BaseModel, ConfigDict

from paris44.scenario.schema.fields import Grade
from paris44.scenario.schema.terms import Term

SOURCE = Term("source", "who says so: ids of sources or addresses, divided by ;")
GRADE = Term(
    "grade",
    "how good that is: A a contemporaneous log, B a serious account, C vague, D the modeller's judgement",
)
NOTE = Term("note", "what else there is to say")


class Row(BaseModel):
    """A row of a section; every row may say where it comes from and how good that is."""

    model_config = ConfigDict(
        defer_build=True, extra="forbid", coerce_numbers_to_str=True, populate_by_name=False
    )

    source: Annotated[str, SOURCE] = ""
    grade: Annotated[Grade | None, GRADE] = None
    note: Annotated[str, NOTE] = ""
