// The sample company: the same customers as eight channels of a company see them, each with its own dirt,
// and the truth beside them. Made up from seeds: no row is a real person, yet every distribution (names,
// cities, numbering plans, prices) follows public facts.
//
// Files of write_sample, in `directory`, each with the column that is its rows' key:
//   website_form.csv     form_id    UTF-8 CSV, English header
//   erp_customers.csv    客户编号   GB18030 CSV, Chinese header; firms with a contact, and persons
//   sales_contacts.xlsx  编号       title row, header of two levels with merged cells, real dates
//   call_centre.tsv      call_id    calls, names as heard
//   shop_orders.ndjson   order_id   orders with buyer and items
//   mini_program.json    openid     one JSON array of members
//   app_events.ndjson    event_id   app events
//   survey_answers.csv   answer_id  semicolons, byte order mark, CRLF
// and beside them:
//   truth.csv            source,key,customer of every row above that is a row; broken ones are left out
//   sources.tsv          per file: source name, owner, purpose, lawful basis, retention, trust
//   README.md            what all this is, in English and Chinese
// Past rows_a_sheet rows, sales_contacts goes on in sales_contacts_2.xlsx and so on; the source in truth.csv
// is the file's name without extension.
//
// Everything is a function of (seed, customers): same options, same bytes, on every machine. A customer is
// derived from its number when a row needs it, so memory does not grow with `customers`.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/executor.h"
#include "base/progress.h"

namespace kith::sample {

struct SampleOptions {
  std::string directory;  ///< made when missing; may hold an earlier sample, which is replaced
  std::uint64_t customers =
      2000;  ///< true persons and companies, 1 to 2^40; about 2.75 rows each over all files
  std::uint64_t seed = 1;
  std::uint64_t rows_a_sheet =
      1000000;       ///< of sales_contacts, 1 to 1048570; what is more goes into further files
  bool xlsx = true;  ///< false leaves sales_contacts out (it is the slowest to write)
  bool broken_rows =
      true;  ///< a few per 10,000 rows that are no rows (cells missing, bytes that are no text)
};

struct PeopleOptions {
  std::string directory;            ///< as above
  std::uint64_t records = 1000000;  ///< exactly so many rows, 1 to 2^40; about 0.4 persons a row
  std::uint64_t seed = 1;
};

struct FileReport {
  std::string name;          ///< in the directory
  std::uint64_t rows = 0;    ///< data rows that are rows
  std::uint64_t broken = 0;  ///< rows written broken on purpose
  std::uint64_t bytes = 0;
};

struct SampleReport {
  std::vector<FileReport> files;
  std::uint64_t persons = 0;  ///< true customers that are people, whether or not a file shows them
  std::uint64_t companies = 0;
  std::uint64_t truth_rows = 0;  ///< rows of truth.csv: the sum of all files[].rows that have a customer
};

/// Writes the eight channels and what goes beside them.
/// Throws Error: usage (numbers out of range), conflict (the directory holds a file of such a name that no
/// earlier sample wrote), io, no_space, cancelled. After an error no file of this call is left.
SampleReport write_sample(const SampleOptions& options, Progress& progress, const Cancel& cancel);

/// Writes people.csv, one wide UTF-8 file for measuring: id, name, mobile, phone, email, gender, birthday,
/// province, city, district, address, company, created_at, note, truth_id. Rows of one person lie far apart
/// (a keyed permutation). No broken rows: `records` is exact. The bytes do not depend on the threads. Errors
/// as above.
SampleReport write_people(const PeopleOptions& options, Executor& executor, Progress& progress,
                          const Cancel& cancel);

}  // namespace kith::sample
