//! The vocabulary of demo data: personas, emotions, topics and titles in several scripts.
//!
//! Titles are what search, sorting and rendering are tried on, so they hold what breaks those: right-to-left text,
//! combining marks, characters beyond the basic plane, quotes, backslashes and the wildcards of LIKE.

/// A word that stands in exactly one title however many rows there are: the needle of a search.
pub const NEEDLE: &str = "quokka";

/// A word in about 40 % of all titles: what a search must not collect in full.
pub const COMMON_WORD: &str = "planning";

/// A category of one row in [`RARE_CATEGORY_EVERY`].
pub const RARE_CATEGORY: &str = "probate_dispute";

/// How many rows share one of [`RARE_CATEGORY`].
pub const RARE_CATEGORY_EVERY: u64 = 5_000;

/// Every row but the rare ones takes one to three of these.
pub(super) const CATEGORIES: &[&str] = &[
    "budgeting",
    "career",
    "credit",
    "debt",
    "education",
    "estate",
    "family",
    "health",
    "housing",
    "insurance",
    "investing",
    "onboarding",
    "retirement",
    "saving",
    "small_business",
    "support",
    "tax",
    "wellbeing",
];

/// Who the user of a conversation is.
pub(super) const PERSONAS: &[&str] = &[
    "First-time investor",
    "Anxious investor",
    "Overwhelmed avoider",
    "Pragmatic optimist",
    "Recent graduate",
    "Newly married couple",
    "Single parent of two",
    "Small-business owner",
    "Freelance designer",
    "Nurse on night shifts",
    "Teacher nearing retirement",
    "Retired engineer",
    "Widow settling an estate",
    "Software developer with stock options",
    "Restaurant manager",
    "Farmer between harvests",
    "Truck driver on the road",
    "Immigrant building credit",
    "Student with loans",
    "Divorced homeowner",
    "Military spouse",
    "Sceptical accountant",
    "Landlord with one flat",
    "Caregiver of ageing parents",
    "Startup founder",
    "Artist with irregular income",
    "Late-career changer",
    "Patient customer",
    "Angry customer",
    "Support agent in training",
    "Étudiante à Lyon",
    "Rentnerin aus Köln",
    "Emeryt z Łodzi",
    "Пенсионер из Казани",
    "Συνταξιούχος στην Πάτρα",
    "معلمة من عمّان",
    "סטודנט מחיפה",
    "自由职业者",
    "育児中の会社員",
    "किसान परिवार",
];

/// What that user feels.
pub(super) const EMOTIONS: &[&str] = &[
    "anxious",
    "hopeful",
    "confused",
    "frustrated",
    "determined",
    "ashamed",
    "relieved",
    "curious",
    "grieving",
    "excited",
    "overwhelmed",
    "sceptical",
    "grateful",
    "impatient",
    "embarrassed",
    "proud",
    "lonely",
    "calm",
    "angry",
    "undecided",
];

/// What English conversations are about.
pub(super) const TOPICS: &[&str] = &[
    "401(k) rollover",
    "Roth conversion",
    "emergency fund",
    "student loan refinancing",
    "first mortgage",
    "index funds and fees",
    "inheritance from a parent",
    "divorce settlement",
    "term life insurance",
    "long-term care",
    "college savings",
    "stock option exercise",
    "freelance taxes",
    "credit card debt",
    "\"good\" and bad debt",
    "the 50/30/20 rule",
    "a 7% raise",
    "crypto losses",
    "rental property",
    "social security timing",
    "medical bills",
    "small-business loan",
    "disability claim",
    "burnout and a sabbatical",
    "refund after a late delivery",
    "password reset for a shared account",
    "a C:\\taxes folder full of scans",
    "salary negotiation",
    "money_and_marriage",
    "a job offer abroad",
];

/// English titles with [`COMMON_WORD`]; `{}` is the topic.
pub(super) const PLANNING_TITLES: &[&str] = &[
    "Planning ahead: {}",
    "{}: planning the next five years",
    "Retirement planning and {}",
    "Tax planning around {}",
    "Planning for {} without panic",
    "Family planning meets {}",
];

/// English titles without it.
pub(super) const OTHER_TITLES: &[&str] = &[
    "Questions about {}",
    "{} explained step by step",
    "When {} goes wrong",
    "{}: what the advisor should ask first",
    "A second opinion on {}",
    "{} after a hard year",
    "Talking about {} with a partner",
];

/// Whole titles in other languages and scripts.
pub(super) const FOREIGN_TITLES: &[&str] = &[
    "Épargne de précaution : par où commencer ?",
    "Préparer sa retraite à cinquante ans",
    "Où placer un héritage inattendu",
    "Schulden abbauen ohne schlechtes Gefühl",
    "Größere Anschaffung: sparen oder finanzieren?",
    "Übernahme des Familienbetriebs",
    "Kredyt hipoteczny dla młodej rodziny",
    "Żałoba i sprawy spadkowe",
    "Cómo hablar de dinero en pareja",
    "Aposentadoria: é tarde para começar?",
    "İlk evini alacaklara öneriler",
    "Quản lý chi tiêu cho gia đình trẻ",
    "Příspěvek na stavební spoření",
    "Как накопить на первый взнос",
    "Пенсия и вклады: с чего начать",
    "Спор о наследстве между сёстрами",
    "Αποταμίευση με μικρό μισθό",
    "Σύνταξη και φόροι: τι αλλάζει",
    "التخطيط للتقاعد في سن مبكرة",
    "كيف أتخلص من ديون البطاقة",
    "ميزانية الأسرة خطوة بخطوة",
    "חיסכון לדירה ראשונה",
    "איך מדברים על כסף בזוגיות",
    "退休储蓄应该从什么时候开始",
    "第一次买房的常见问题",
    "信用卡债务怎么还",
    "老後の資金をどう準備するか",
    "フリーランスの確定申告",
    "은퇴 준비는 언제 시작해야 할까",
    "बच्चों की पढ़ाई के लिए बचत",
    "घर का बजट कैसे बनाएं",
    "सेवानिवृत्ति की योजना",
];

/// What some titles end with.
pub(super) const EMOJI: &[&str] = &["🏡", "💸", "📈", "😰", "🎓", "👩🏽‍🌾", "🇵🇹", "🧾"];

/// Reason codes of rejections.
pub(super) const REASONS: &[&str] = &[
    "off_topic",
    "factual_error",
    "wrong_tone",
    "too_short",
    "duplicate",
    "unsafe_advice",
];

/// Notes that reviewers leave.
pub(super) const NOTES: &[&str] = &[
    "Advice is sound, wording could be warmer.",
    "Please name the fee before the return.",
    "Ends abruptly.",
    "Second answer repeats the first.",
    "Good recovery after the objection.",
];

/// Who reviews.
pub(super) const REVIEWERS: &[&str] = &[
    "reviewer-amara",
    "reviewer-bo",
    "reviewer-chen",
    "reviewer-dita",
    "reviewer-emeka",
];

/// What users say; `{topic}`, `{persona}` and `{emotion}` come from the conversation.
pub(super) const QUESTIONS: &[&str] = &[
    "I keep putting this off. Can we talk about {topic}?",
    "Honestly I feel {emotion} whenever it comes up. What would you do first?",
    "That makes sense, but what if my income changes next year?",
    "How much should I set aside each month, roughly?",
    "My brother says the opposite. Who is right?",
    "And what does that cost me in fees?",
    "Is there a way to undo it if I change my mind?",
    "Could you say that again, slower? I am not good with numbers.",
];

/// What the assistant answers.
pub(super) const ANSWERS: &[&str] = &[
    "It is common to feel {emotion} about this, and you do not have to decide everything today. Let us start with one number: what comes in each month after tax?",
    "There are two questions in what you said, and they have different answers. The first is about safety, the second about growth. Safety comes first: three months of expenses, somewhere you can reach within a day.",
    "A range is more honest than a figure here. Somewhere between ten and fifteen percent works for most people in your place; begin with what you will not miss, and raise it by one percent every half year.",
    "Before anything else, look at the interest rate. Above eight percent, paying it back is the best investment you can make; below four, there is no hurry.",
    "You can change this later, and it helps to know the price of changing: one form, about two weeks, and no tax if the money goes straight from one account to the other.",
    "Both of you can be right, for different people. Your brother owns his flat; you may need this money within three years. Time, more than courage, decides how much risk is sensible.",
    "Let me put it in plain words. You lend the bank money, the bank pays you for waiting. The longer you agree to wait, the more it pays, and the more it costs to ask for it back early.",
];
