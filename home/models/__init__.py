from home.models.home import HomePage
from home.models.information import InformationPage, UrgentHelpPage
from home.models.plan import PlanAction, PlanInvestment, PlanPage, PlanPriority, PlanVersion
from home.models.settings import PortalSettings, UrgentContact, UrgentHelpSettings
from home.models.topic import TopicPage, TopicsIndexPage

__all__ = [
    "HomePage",
    "InformationPage",
    "PlanAction",
    "PlanInvestment",
    "PlanPage",
    "PlanPriority",
    "PlanVersion",
    "PortalSettings",
    "TopicPage",
    "TopicsIndexPage",
    "UrgentContact",
    "UrgentHelpPage",
    "UrgentHelpSettings",
]
