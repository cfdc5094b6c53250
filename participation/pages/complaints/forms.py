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
    """How a complaint was answered."""

    answer = TextAreaField(
        "What we found, what we did, and what we told them",
        description="Where nobody can be reached, write what was found and done.",
        validators=[DataRequired("Write what was found and done"), Length(max=LONGEST_NOTE)],
    )
