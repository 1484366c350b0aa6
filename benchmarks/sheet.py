"""The time and memory that a ledger of 5,000 rows takes as a workbook, written out and read back.

    python -m benchmarks.sheet [ROWS]

The plan is generated, all its tasks are assigned, and another program fills in all rows. Each line is one call of
ipcheck, with its start-up; times are also given as ratios to `python -c pass`.
"""

import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.one_call import called, python_seconds
from tools.offices import fill_in

MOST_SECONDS, MOST_MEGABYTES = 3.0, 200
ROWS = 5000
SECTION = 100  # tasks under a heading
ROUNDS = 3


def write_house(folder: Path, rows: int) -> None:
    """Write a plan of so many tasks, each with a last day, and a file that assigns each of them, into `folder`."""
    plan = ["id: big", "title: 大计划", "issued: 2026-01-05", "contents:"]
    assignments = []
    for number in range(1, rows + 1):
        if number % SECTION == 1:
            plan += [f"  - heading: 第{number // SECTION + 1}部分", "    tasks:"]
        plan += [
            f"      - number: {number}",
            f"        text: 推进第{number}项工作，完善知识产权保护制度，加强协同配合，形成工作成果并报送。",
            f"        deadline: 2026年{number % 12 + 1}月底前完成",
            "        responsible: 国家知识产权局、司法部按职责分工负责",
        ]
        assignments.append(f"- {{task: big-{number}, office: 第{number % 10}处, person: 张{number % 7}, remind: [7d]}}")
    (folder / "big.yaml").write_text("\n".join([*plan, ""]), encoding="utf-8")
    (folder / "assignments.yaml").write_text("\n".join([*assignments, ""]), encoding="utf-8")


def filled_in(rows: int) -> dict[str, dict[str, object]]:
    """What the offices fill in, by the id of the row and the heading of the column. Every third task is done."""
    return {
        f"big-{number}": {
            "状态": "已启动" if number % 3 else "已完成", "进展情况": f"第{number}项已形成初稿，正在征求意见",
            "佐证": f"国知发〔2026〕{number}号", "更新日期": date(2026, 3, number % 28 + 1),
        }
        for number in range(1, rows + 1)
    }  # fmt: skip


def main(rows: int) -> int:
    """Measure and print one table. Returns 1 if a figure is over its limit, else 0."""
    plans = ("--plans", "big.yaml", "--lang", "zh")
    calls = {
        "write the workbook": ("sheet", *plans, "--plan", "big", "-o", "out.xlsx", "--force"),
        "read it, nothing filled in": ("sheet", *plans, "--read", "out.xlsx"),
        "read it filled in": ("sheet", *plans, "--read", "back.xlsx", "-f", "csv"),
        "record it": ("sheet", *plans, "--read", "--write", "back.xlsx", "-f", "csv"),
        "read it again": ("sheet", *plans, "--read", "back.xlsx", "-f", "csv"),
        "report, ledger read": ("report", *plans, "--plan", "big", "-f", "json"),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_house(folder, rows)
        called(folder, ("plans", *plans))
        nothing = python_seconds()
        print(f"{'5,000 rows' if rows == ROWS else f'{rows} rows':28}{'s':>7}{'/ python':>10}{'MB':>6}")
        over = False
        for label, call in calls.items():
            runs = [called(folder, call) for _round in range(1 if label == "record it" else ROUNDS)]
            seconds, megabytes = statistics.median(run.seconds for run in runs), max(run.megabytes for run in runs)
            over = over or seconds > MOST_SECONDS or megabytes > MOST_MEGABYTES
            print(f"{label:28}{seconds:7.2f}{seconds / nothing:10.0f}{megabytes:6.0f}")
            if label == "write the workbook":
                fill_in(folder / "out.xlsx", filled_in(rows), folder / "back.xlsx")
    return int(over)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
