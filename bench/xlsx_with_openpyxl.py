"""The peer of bench_reading for workbooks: makes one, and says how long openpyxl takes to read it.

  xlsx_with_openpyxl.py write PATH ROWS
  xlsx_with_openpyxl.py read PATH      -> seconds, rows, characters
"""
import datetime
import sys
import time

import openpyxl


def write(path, rows):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("people")
    sheet.append(["id", "name", "phone", "email", "city", "street", "amount", "born", "notes"])
    for i in range(rows):
        sheet.append([i, f"王小明{i % 97}", f"1380013{i % 10000:04d}", f"user{i}@example.com", "上海市",
                      f"人民路{i % 5000}号", i / 7, datetime.date(1950 + i % 60, 1 + i % 12, 1 + i % 28),
                      f"free text {i}"])
    book.save(path)


def read(path):
    begun = time.perf_counter()
    rows = characters = 0
    for row in openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True):
        rows += 1
        for value in row:
            if value is not None:
                characters += len(str(value))
    print(f"{time.perf_counter() - begun:.3f} {rows} {characters}")


if sys.argv[1] == "write":
    write(sys.argv[2], int(sys.argv[3]))
else:
    read(sys.argv[2])
