"""The words that made-up services are told in."""

from __future__ import annotations

from dataclasses import dataclass

from directory.choices import DeliveryMode, Thrive

IN_PERSON, ONLINE, PHONE, TEXT, HOME, SCHOOL = DeliveryMode.values
THRIVING, ADVICE, HELP, MORE, RISK = Thrive.values


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of service: its name, how it is given, what it offers, and what happens there; choices in their order."""

    name: str
    how: tuple[str, ...]
    thrive: tuple[str, ...]
    what: str
    names: tuple[str, ...] = ()


KINDS = (
    Kind(
        "counselling",
        (IN_PERSON, ONLINE),
        (HELP,),
        "You talk with a trained counsellor, one to one, once a week.",
        ("talking therapy", "counsellor"),
    ),
    Kind(
        "drop-in",
        (IN_PERSON,),
        (ADVICE,),
        "Come in without an appointment, sit down with a youth worker and have a drink.",
    ),
    Kind(
        "talking group",
        (IN_PERSON, ONLINE),
        (HELP,),
        "A small group meets to talk about what is going on, with two people who lead it.",
    ),
    Kind(
        "parent course",
        (IN_PERSON, ONLINE),
        (ADVICE, HELP),
        "A course of six evenings for mums, dads and carers, with time to share what works.",
        ("parenting course", "parenting programme"),
    ),
    Kind(
        "mentoring",
        (IN_PERSON, SCHOOL),
        (ADVICE,),
        "A mentor meets you every week and helps with one step at a time.",
        ("mentor",),
    ),
    Kind(
        "helpline",
        (PHONE, TEXT),
        (ADVICE,),
        "Ring or text and somebody listens. You do not have to give your name.",
        ("phone line",),
    ),
    Kind(
        "webchat",
        (ONLINE, TEXT),
        (ADVICE,),
        "Type to a trained listener in your browser. It is free and private.",
        ("online chat",),
    ),
    Kind(
        "school support team",
        (SCHOOL,),
        (ADVICE, HELP),
        "A team works inside schools and colleges, with pupils, teachers and families.",
        ("MHST", "mental health support team"),
    ),
    Kind(
        "art therapy",
        (IN_PERSON,),
        (HELP,),
        "You paint, draw or make things with a therapist. You need not be good at it.",
    ),
    Kind(
        "peer support group",
        (IN_PERSON, ONLINE),
        (ADVICE,),
        "People who have been through something like it meet and support each other.",
    ),
    Kind(
        "crisis team",
        (IN_PERSON, PHONE, HOME),
        (RISK,),
        "Nurses see people quickly when things have become too much, at home or in a clinic.",
        ("crisis line",),
    ),
    Kind(
        "family support",
        (IN_PERSON, HOME),
        (HELP,),
        "A worker visits the whole family and makes a plan with everybody in it.",
        ("family worker",),
    ),
    Kind(
        "sleep clinic",
        (IN_PERSON, PHONE),
        (ADVICE, HELP),
        "A nurse looks at what happens at night and helps with a routine that lasts.",
    ),
    Kind(
        "guided self-help",
        (ONLINE, PHONE),
        (HELP,),
        "Short lessons based on CBT, with a call from a practitioner each week.",
        ("CBT", "cognitive behavioural therapy"),
    ),
    Kind(
        "assessment team",
        (IN_PERSON,),
        (MORE,),
        "Specialists meet you and your family several times and write a report.",
        ("diagnosis",),
    ),
    Kind(
        "specialist team",
        (IN_PERSON, HOME),
        (MORE,),
        "Psychologists, nurses and doctors work together when other help was not enough.",
        ("CAMHS", "child and adolescent mental health service"),
    ),
    Kind("outreach", (IN_PERSON, HOME), (HELP, MORE), "A worker comes to where you are: home, a park or a café."),
    Kind(
        "walking group",
        (IN_PERSON,),
        (THRIVING, ADVICE),
        "An easy walk each weekend, with a leader and a flask of tea.",
    ),
    Kind(
        "bereavement service",
        (IN_PERSON, PHONE),
        (HELP,),
        "Time with somebody who understands grief, alone or with your family.",
        ("grief counselling",),
    ),
    Kind(
        "advice service",
        (IN_PERSON, PHONE),
        (ADVICE,),
        "Advisers help with money, housing, benefits and your rights at school.",
        ("rights advice", "SENDIASS"),
    ),
    Kind(
        "young carers project",
        (IN_PERSON, SCHOOL),
        (ADVICE, HELP),
        "Trips, a break and somebody to talk to for those who look after someone.",
    ),
    Kind(
        "substance use service",
        (IN_PERSON, PHONE),
        (HELP, MORE),
        "Confidential help with drugs, alcohol and vaping, at your own pace.",
        ("drug and alcohol service",),
    ),
    Kind(
        "nurse team",
        (TEXT, SCHOOL),
        (ADVICE,),
        "Text a school nurse about anything to do with your health and get an answer in a day.",
        ("school nurse", "school nursing"),
    ),
    Kind("play therapy", (IN_PERSON, SCHOOL), (HELP,), "Younger children show with toys and sand what is hard to say."),
)
REMOTE = {"helpline", "webchat", "guided self-help", "peer support group", "advice service", "parent course"}
NATIONAL_KINDS = tuple(kind for kind in KINDS if kind.name in REMOTE)

CREATURES = (
    "Otter", "Heron", "Kestrel", "Hare", "Curlew", "Badger", "Wren", "Puffin", "Squirrel", "Swallow", "Lapwing", "Hedgehog",
    "Kingfisher", "Dormouse", "Skylark", "Fox", "Robin", "Seal", "Magpie", "Salmon", "Barn Owl", "Red Deer", "Goldfinch",
    "Starling", "Newt", "Linnet", "Marten", "Plover", "Sparrow", "Tern",
)  # fmt: skip
CORNERS = (
    "Lane", "Bridge", "Yard", "House", "Mill", "Gate", "Harbour", "Garden", "Corner", "Wood", "Field", "Rise", "Green", "Well",
    "Barn", "Steps", "Ford", "Croft", "Court", "Wharf",
)  # fmt: skip
PROVIDER_KINDS = (
    ("Trust", "voluntary"), ("Youth Project", "voluntary"), ("NHS service", "health"), ("Council team", "social-care"),
    ("Schools Partnership", "education"), ("Community Association", "voluntary"), ("Wellbeing Company", "private"),
)  # fmt: skip
ROOMS = ("Library", "Youth Centre", "Health Centre", "Community Hall", "Leisure Centre", "Old School", "Family Hub")

OPENINGS = (
    "We help with: {needs}.",
    "This is a place to bring what weighs on you: {needs}.",
    "People come here about: {needs}.",
    "It is for those who are dealing with: {needs}.",
)
SAYINGS = (
    "Some say it as “{said}”. You can say it in your own way.",
    "You may have typed “{said}” and wondered who to ask.",
    "If “{said}” sounds like you, or like somebody you know, you are in the right place.",
    "We hear “{said}” most days, and nobody will be surprised.",
)
WAYS = (
    "We start with a talk about what matters to you, and agree what to try.",
    "There is no test and no wrong answer. You can stop at any time.",
    "We work with your school, your GP or your family only when you agree.",
    "Most people come between four and eight times. Some come once, and that is fine.",
    "We can meet where you feel safe, and you may bring a friend.",
    "Interpreters and quiet rooms can be booked. Tell us what would make it easier.",
)
FIRST_STEPS = (
    "We call back within three working days.",
    "You get a text with a time, and a name to ask for.",
    "A worker reads what you sent and rings you to talk it through.",
    "You can come the same week.",
    "We write to you with the date, and a map.",
)
EXPECTATIONS = (
    "Somebody meets you at the door. The first time takes about forty minutes.",
    "We explain what we write down and who may see it.",
    "You can ask anything, and you choose what to tell.",
)
INCLUDES = (
    "You want help with this: {need}.",
    "You are worried, for yourself or for your child. It is about: {need}.",
    "{need}: it gets in the way of school, friends or family.",
    "{need}: you have had it on your mind for some weeks.",
)
EXCLUDES = (
    ("You need help today because somebody is not safe.", "Ring 999, or 111 and choose the mental health option."),
    ("You already see a specialist team about the same thing.", "Ask that team first; they can call us."),
    (
        "You live outside the area that we serve.",
        "Your own council's family information service knows what is near you.",
    ),
)
THRESHOLDS = (
    "It has lasted for three months or more, and stops you from doing everyday things.",
    "A professional has seen that it is getting worse in spite of help.",
)
TRY_FIRST = ("Talk with your school's pastoral team first.", "Try the online course for two weeks first.")
ROUTE_TEXTS = {
    "self": "Ring us, or fill in the short form. You can ask for yourself.",
    "parent": "A parent or carer can ring or fill in the form, with the young person's agreement.",
    "school": "School staff can send the referral form after a talk with the young person.",
    "gp": "Ask your GP to refer you. Say that you have read about us.",
    "professional": "Any professional can refer with the form on our website.",
    "social-care": "A social worker can refer through the duty desk.",
}
HAVE_READY = ("", "Your date of birth and a safe number to ring.", "The name of your GP and of your school.")

OPENING_HOURS = (
    "Mo-Fr 09:00-17:00", "Mo-Fr 08:30-18:00", "Mo-Sa 10:00-16:00", "Tu,Th 15:30-19:00", "24/7", "Mo-Su 10:00-22:00",
    "Mo-Fr 12:00-20:00", "We 16:00-18:00", "Sa 10:00-13:00", "Mo-Th 09:00-16:30; Fr 09:00-16:00",
)  # fmt: skip
