"""Fills in the review columns of a marked workbook, as the teacher of the guide does.

Usage: guide_review.py MARKED.xlsx
"""

import sys
import warnings

import openpyxl

# Who gets which score, and why.
REVIEW = {
    "韩子墨": (12, "全用自己的话写，k2、k4 的意思都到了"),
    "陶然": (3, "只有关键词，不成句"),
    "姜一诺": (17, "错别字多，酌扣"),
}

# What it does not know of the workbook, colours of bars, is not needed here.
warnings.filterwarnings("ignore", module="openpyxl")
book = openpyxl.load_workbook(sys.argv[1])
sheet = book["总表"]
column = {cell.value: cell.column for cell in sheet[1]}
for row in range(2, sheet.max_row + 1):
    review = REVIEW.get(sheet.cell(row, column["姓名"]).value)
    if review:
        sheet.cell(row, column["复核分"]).value, sheet.cell(row, column["复核说明"]).value = review
book.save(sys.argv[1])
