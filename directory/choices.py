"""The controlled vocabularies of the directory, in the field's own terms."""

from collections.abc import Iterable, Mapping

from django.db import models


class Sector(models.TextChoices):
    HEALTH = "health", "Health"
    EDUCATION = "education", "Education"
    SOCIAL_CARE = "social-care", "Social care"
    YOUTH_JUSTICE = "youth-justice", "Youth justice"
    VOLUNTARY = "voluntary", "Voluntary and community"
    PRIVATE = "private", "Private"
    EMERGENCY = "emergency", "Emergency services"


class Audience(models.TextChoices):
    YOUNG_PERSON = "young-person", "Young people"
    PARENT = "parent", "Parents and carers"
    PROFESSIONAL = "professional", "Professionals"


class LineAudience(models.TextChoices):
    EVERYONE = "everyone", "Everyone"
    YOUNG_PERSON = "young-person", "Young people"
    PARENT = "parent", "Parents and carers"
    PROFESSIONAL = "professional", "Professionals"


class Thrive(models.TextChoices):
    """i-THRIVE groupings of an offer; never a score given to a visitor (R080)."""

    THRIVING = "thriving", "Thriving"
    GETTING_ADVICE = "getting-advice", "Getting advice"
    GETTING_HELP = "getting-help", "Getting help"
    GETTING_MORE_HELP = "getting-more-help", "Getting more help"
    GETTING_RISK_SUPPORT = "getting-risk-support", "Getting risk support"


class DeliveryMode(models.TextChoices):
    IN_PERSON = "in-person", "In person"
    ONLINE = "online", "Online"
    PHONE = "phone", "By phone"
    TEXT = "text", "By text"
    HOME = "home", "At home"
    SCHOOL = "school", "At school"


class Basis(models.TextChoices):
    """What makes somebody local to a service: not always the home address."""

    GP = "gp", "GP registration"
    SCHOOL = "school", "School attended"
    HOME = "home", "Home address"
    THROUGH_SERVICE = "through-service", "Through another service"
    ANYONE = "anyone", "Anyone"


class Standing(models.TextChoices):
    """Where entries about a need stand in search; ``search.ranking.STANDING_FACTORS`` says by how much."""

    LOWER = "lower", "Stands lower"
    USUAL = "usual", "As usual"
    HIGHER = "higher", "Stands higher"


class AreaScope(models.TextChoices):
    UK = "uk", "The whole UK"
    ENGLAND = "england", "England"
    WALES = "wales", "Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"
    LOCAL_AUTHORITY = "local-authority", "A local authority"
    PLACE = "place", "A named place"


class Referrer(models.TextChoices):
    SELF = "self", "Yourself"
    PARENT = "parent", "A parent or carer"
    SCHOOL = "school", "A school or college"
    GP = "gp", "A GP"
    HEALTH = "health", "Another health professional"
    SOCIAL_CARE = "social-care", "Social care"
    VOLUNTARY = "voluntary", "A voluntary organisation"
    PROFESSIONAL = "professional", "Any professional"
    THROUGH_SERVICE = "through-service", "Another service"


# The site's routes, as filters name them, from the directory's finer referrers.
ROUTES: Mapping[str, tuple[str, ...]] = {
    Referrer.SELF: ("self",),
    Referrer.PARENT: ("parent",),
    Referrer.SCHOOL: ("school", "professional"),
    Referrer.GP: ("gp", "professional"),
    Referrer.HEALTH: ("professional",),
    Referrer.SOCIAL_CARE: ("professional",),
    Referrer.VOLUNTARY: ("professional",),
    Referrer.PROFESSIONAL: ("school", "gp", "professional"),
    Referrer.THROUGH_SERVICE: (),
}


class RouteMethod(models.TextChoices):
    PHONE = "phone", "Phone"
    FORM = "form", "Form"
    EMAIL = "email", "Email"
    TEXT = "text", "Text message"
    DROP_IN = "drop-in", "Drop in"
    ONLINE = "online", "Online"
    IN_PERSON = "in-person", "In person"
    OTHER = "other", "Another way"


class CriterionKind(models.TextChoices):
    INCLUDE = "include", "Who it is for"
    EXCLUDE = "exclude", "Who it is not for"
    THRESHOLD = "threshold", "Threshold"
    TRY_FIRST = "try-first", "Try first"


class WaitMeasure(models.TextChoices):
    NO_LIST = "no-list", "No waiting list"
    RESPONSE = "response", "Time to an answer"
    FIRST_CONTACT = "first-contact", "Referral to first contact"
    FIRST_APPOINTMENT = "first-appointment", "Referral to first appointment"
    SECOND_APPOINTMENT = "second-appointment", "Referral to second appointment"
    TREATMENT = "treatment", "Referral to treatment"
    OTHER = "other", "Another measure"


class ContactKind(models.TextChoices):
    PHONE = "phone", "Phone"
    TEXT = "text", "Text"
    EMAIL = "email", "Email"
    WEBSITE = "website", "Website"
    WEBCHAT = "webchat", "Webchat"
    FORM = "form", "Form"
    SIGN_VIDEO = "sign-video", "Sign language video"
    RELAY = "relay", "Relay UK"
    TEXTPHONE = "textphone", "Textphone"


class OnwardKind(models.TextChoices):
    STEP_UP = "step-up", "If you need more help"
    STEP_DOWN = "step-down", "As things get better"
    ALONGSIDE = "alongside", "Works alongside"
    INSTEAD = "instead", "Try instead"
    AT_18 = "at-18", "When you turn 18"


class Cost(models.TextChoices):
    FREE = "free", "Free"
    PAID = "paid", "You have to pay"
    UNKNOWN = "unknown", "Cost not known yet"


class OperatingStatus(models.TextChoices):
    OPEN = "open", "Open"
    UNCONFIRMED = "unconfirmed", "Not confirmed"
    PAUSED = "paused", "Paused for now"
    CLOSED = "closed", "Closed or changed"


# Services that people can use, as far as is known.
RUNNING = frozenset({OperatingStatus.OPEN, OperatingStatus.UNCONFIRMED})


class ResourceKind(models.TextChoices):
    WEBSITE = "website", "Website"
    APP = "app", "App"
    BOOK_LIST = "book list", "Book list"
    ONLINE_COURSE = "online course", "Online course"
    VIDEO = "video", "Video"
    PODCAST = "podcast", "Podcast"
    PRINTABLE = "printable", "Something to print"
    PHONE_LINE = "phone line", "Phone line"


# ONS codes of the countries, so that an area is always one code.
COUNTRY_CODES = {
    AreaScope.UK: "K02000001",
    AreaScope.ENGLAND: "E92000001",
    AreaScope.WALES: "W92000004",
    AreaScope.SCOTLAND: "S92000003",
    AreaScope.NORTHERN_IRELAND: "N92000002",
}
COUNTRIES = frozenset(COUNTRY_CODES.values())


def labels(vocabulary: type[models.TextChoices], values: Iterable[str]) -> list[str]:
    """The public labels of stored values."""
    return [str(vocabulary(value).label) for value in values]
