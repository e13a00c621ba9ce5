from directory.models.areas import EligibilityArea, ServiceArea
from directory.models.change import ChangeNote
from directory.models.contact import ContactPoint, Venue
from directory.models.declaration import DeclarationPage
from directory.models.entry import Entry, Provenance
from directory.models.kitemark import KitemarkAssessment, KitemarkCriterion, KitemarkFinding
from directory.models.need import Need, NeedGroup
from directory.models.picture import Picture, PictureRendition
from directory.models.place import LocalAuthority, Outcode, Place, Postcode
from directory.models.provider import ProviderPage, ServicesIndexPage
from directory.models.referral import AccessCriterion, OnwardLink, QualityMarker, ReferralRoute
from directory.models.resource import ResourcePage, ResourcesIndexPage, TaggedResource
from directory.models.service import ServicePage, TaggedService
from directory.models.term import Term
from directory.models.waiting import WaitingTime

__all__ = [
    "AccessCriterion",
    "ChangeNote",
    "ContactPoint",
    "DeclarationPage",
    "EligibilityArea",
    "Entry",
    "KitemarkAssessment",
    "KitemarkCriterion",
    "KitemarkFinding",
    "LocalAuthority",
    "Need",
    "NeedGroup",
    "OnwardLink",
    "Outcode",
    "Picture",
    "PictureRendition",
    "Place",
    "Postcode",
    "Provenance",
    "ProviderPage",
    "QualityMarker",
    "ReferralRoute",
    "ResourcePage",
    "ResourcesIndexPage",
    "ServiceArea",
    "ServicePage",
    "ServicesIndexPage",
    "TaggedResource",
    "TaggedService",
    "Term",
    "Venue",
    "WaitingTime",
]
