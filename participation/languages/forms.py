"""Form of a review."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length


class ReviewForm(FlaskForm):
    """Who has read the words."""

    reviewed_as = StringField(
        "Who has read all of it",
        description="A role, not a name, such as: youth worker whose first language is Polish.",
        validators=[
            DataRequired("Say who has read it"),
            Length(max=120, message="Use 120 characters or fewer"),
        ],
    )
    is_read = BooleanField(
        "They have read every sentence on this page, and each says what the English says",
        validators=[DataRequired("Tick this when every sentence was read")],
    )
