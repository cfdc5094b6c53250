"""Forms for whoever answers a complaint about data."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

LONGEST_NOTE = 4000


class ComplaintNoteForm(FlaskForm):
    """What was done so far."""

    note = TextAreaField(
        "Note",
        description="What was looked at, by whom, when. It is sealed and cannot be changed afterwards.",
        validators=[DataRequired("Write what was done"), Length(max=LONGEST_NOTE)],
    )


class AnswerForm(FlaskForm):
    """What the sender of a complaint is answered."""

    answer = TextAreaField(
        "What we found and what we do",
        description="They read exactly this when they come back with their words. Write or call too, where they"
        " said how. What is for colleagues alone goes into a note before.",
        validators=[DataRequired("Write what was found and done"), Length(max=LONGEST_NOTE)],
    )
