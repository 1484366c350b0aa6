"""The manual entries of the rules that loaders check. A file that breaks one with the level `error` is refused by every
command that reads the file, unless the rule is `unread-phrase`."""

from ipcheck.base.i18n import N_
from ipcheck.datafiles.rules.manual import Manual

OF_LOADERS = (
    Manual(
        "file", "error", N_("A file can be read."),
        N_("a file"), N_("a folder, a file that may not be read"),
    ),
    Manual("size", "error", N_("A file is no larger than a plan can be."), N_("a plan of 40 KB"), N_("a file of 9 MB")),
    Manual(
        "encoding", "error", N_("A file is in UTF-8, or in UTF-16 with its mark."),
        N_("a file in UTF-8"), N_("a file in GB18030"),
    ),
    Manual(
        "yaml", "error", N_("A file is YAML: spaces, texts, lists and mappings; no tabs, aliases or tags."),
        "title: 计划", "title: !!int 3",
    ),
    Manual(
        "hidden-character", "error", N_("No text contains a character that hides or reorders others."),
        'text: "做好工作。"', 'text: "做好\\u202E工作。"',
    ),
    Manual(
        "duplicate-key", "error", N_("A mapping has each key once."),
        "{title: 计划, region: 全国}", "{title: 计划, title: 方案}",
    ),
    Manual(
        "schema", "error", N_("A file has the keys of its kind and no others, each with a value of its form."),
        "issued: 2025-04-29", "issued: 2025-02-30",
    ),
    Manual(
        "unread-phrase", "error",
        N_(
            "A deadline or responsibility phrase is recognised, or has a person's reading beside it; otherwise "
            "the file is still accepted, and the basis of the task is unread."
        ),
        "deadline: 2025年12月底前完成", "deadline: 适时完成",
    ),
    Manual(
        "reading", "error",
        N_("A reading says what a phrase means that is not recognised, who reads it so, and why."),
        "{deadline: 适时完成, due: 2025-12-31, reading: {by: 张三, why: 会议纪要}}",
        "{deadline: 2025年底前完成, due: 2025-12-31, reading: {by: 张三, why: 会议纪要}}",
    ),
    Manual(
        "duplicate-number", "error", N_("A plan gives each number once."),
        "[{number: 1}, {number: 2}]", "[{number: 1}, {number: 1}]",
    ),
    Manual(
        "number-order", "error", N_("Numbers increase in the order of the document, separately for each letter."),
        "[{number: 1.9}, {number: 1.10}]", "[{number: 1.10}, {number: 1.9}]",
    ),
    Manual(
        "duplicate-plan", "error", N_("No two files of your own contain plans with the same id."),
        "[{id: a}, {id: b}]", "[{id: a}, {id: a}]",
    ),
    Manual(
        "unknown-agency", "warning",
        N_("A registry knows every agency of a responsibility phrase, or its function in the plan's region."),
        "responsible: 海关总署负责", "responsible: 海关总暑负责",
    ),
    Manual(
        "duplicate-name", "error", N_("A name means one entry of its registry."),
        "[{name: 甲局}, {name: 乙局}]", "[{name: 甲局}, {name: 乙局, abbreviation: 甲局}]", "agencies",
    ),
    Manual(
        "unknown-plan", "error", N_("Links lead between plans that exist."),
        '{earlier: "2022", from: 2022-2}', '{earlier: "2021", from: 2021-2}', "links",
    ),
    Manual(
        "link-order", "error", N_("Links lead from the earlier of two plans to the later."),
        '{earlier: "2022", from: 2022-2, later: "2025", to: 2025-22}',
        '{earlier: "2025", from: 2025-22, later: "2022", to: 2022-2}', "links",
    ),
    Manual(
        "link-end", "error", N_("Both ends of a link are tasks of its plans."),
        "to: 2025-22", "to: 2025-200", "links",
    ),
    Manual(
        "duplicate-link", "error", N_("A link is given once."),
        "[{to: 2025-22}, {to: 2025-1}]", "[{to: 2025-22}, {to: 2025-22}]", "links",
    ),
    Manual(
        "duplicate-links", "error", N_("No two files of your own contain the links between the same two plans."),
        '[{earlier: "2022", from: 2022-2}, {earlier: "2020", from: 2020-1.3.2}]',
        '[{earlier: "2022", from: 2022-2}, {earlier: "2022", from: 2022-2}]', "links",
    ),
    Manual(
        "ledger-entry", "error", N_("An entry of a ledger says what happened."),
        "note: 已召开推进会", "by: 张三", "ledger",
    ),
    Manual(
        "ledger-proof", "error", N_("What is done has evidence or a source; what is withdrawn has a source."),
        "{state: done, evidence: 公告第12号}", "state: done", "ledger",
    ),
    Manual(
        "ledger-name", "error", N_("An entry refers to a task that exists, and to what that task names."),
        "{task: 2025-3, note: 已召开推进会}", "{task: 2025-300, note: 已召开推进会}", "ledger",
    ),
    Manual(
        "ledger-steps", "error",
        N_("The steps of a law or document follow one another in each of its rounds: 审议通过, 公布, 施行."),
        "[{instrument: 商标法, step: 审议通过, on: 2026-06-26}, {instrument: 商标法, step: 施行, on: 2027-01-01}]",
        "[{instrument: 商标法, step: 审议通过, on: 2026-06-26}, {instrument: 商标法, step: 施行, on: 2026-01-01}]",
        "ledger",
    ),
    Manual(
        "ledger-figures", "error", N_("Two figures for the same measure and day must not differ."),
        "[{actual: {measure: tisc, value: 51, unit: 家, as_of: 2021-04}}]",
        "[{actual: {measure: tisc, value: 51, unit: 家, as_of: 2021-04}},"
        " {actual: {measure: tisc, value: 50, unit: 家, as_of: 2021-04-30}}]", "ledger",
    ),
    Manual(
        "ledger-form", "error", N_("A list that entries are to be added to has lines that begin with -."),
        "- {task: 2025-3, on: 2026-01-05, note: 已开会}", "[{task: 2025-3, on: 2026-01-05, note: 已开会}]", "ledger",
    ),
    Manual(
        "assignment-name", "error", N_("An assignment is of a task that exists, or of one of its sentences."),
        "{task: 2025-3, office: 法规处}", "{task: 2025-300, office: 法规处}", "assignments",
    ),
    Manual(
        "assignment-day", "error",
        N_("An internal deadline is not later than the stated one, and a reminder has a day to count back from."),
        "{task: 2022-2, office: 法规处, internal_due: 2022-11-30}",
        "{task: 2022-2, office: 法规处, internal_due: 2023-01-31}", "assignments",
    ),
    Manual(
        "duplicate-assignment", "error", N_("A task, or a sentence of it, is assigned to an office once."),
        "[{task: 2025-3, office: 法规处}, {task: 2025-3, office: 保护处}]",
        "[{task: 2025-3, office: 法规处}, {task: 2025-3, office: 法规处}]", "assignments",
    ),
    Manual(
        "baseline", "error", N_("A baseline accepts each finding once, of a task that exists."),
        "task: 2025-3", "task: 2025-300", "baseline",
    ),
    Manual(
        "gist-end", "error", N_("A summary is of a task or heading that its plan has."), "of: 8", "of: 800", "gist",
    ),
    Manual(
        "duplicate-gist", "error", N_("A task or heading has one summary."),
        "[{of: 8}, {of: 一、完善知识产权制度}]", "[{of: 8}, {of: 8}]", "gist",
    ),
    Manual(
        "gist-stale", "warning", N_("A summary is of the current text, as its digest shows."),
        "{of: 8, seen: ac2ec904}", "{of: 8, seen: 00000000}", "gist",
    ),
    Manual(
        "gist-length", "warning", N_("A summary has 25 words at most."),
        "gist: Revise the Trademark Law", f"gist: {'Revise it ' * 13}".strip(), "gist",
    ),
    Manual("toml", "error", N_("The policy file ipcheck.toml is TOML."), 'lang = "zh"', "lang = zh", "policy"),
    Manual(
        "policy", "error", N_("The policy file has only known keys, each with a valid value."),
        'lang = "zh"', 'lang = "fr"', "policy",
    ),
)  # fmt: skip
