// Workbooks written part by part, so that a test can write parts no spreadsheet program would.
#pragma once
#include <map>
#include <string>

#include <zip.h>

namespace kith::lens {

struct XlsxMaker {
  std::map<std::string, std::string> sheets;  ///< name -> worksheet XML
  std::string strings, styles, workbook_properties, hidden;

  static std::string sheet(const std::string& rows, const std::string& behind = "") {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet "
           "xmlns=\"urn:main\"><sheetData>" +
           rows + "</sheetData>" + behind + "</worksheet>";
  }

  /// A cell with an inline string.
  static std::string text(const std::string& reference, const std::string& value) {
    return "<c r=\"" + reference + "\" t=\"inlineStr\"><is><t>" + value + "</t></is></c>";
  }
  static std::string number(const std::string& reference, const std::string& value, int style = 0) {
    return "<c r=\"" + reference + "\" s=\"" + std::to_string(style) + "\"><v>" + value + "</v></c>";
  }

  void write(const std::string& path) const {
    int code = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    std::map<std::string, std::string> parts;
    std::string list, relations;
    int number = 0;
    for (const auto& [name, xml] : sheets) {
      std::string id = std::to_string(++number);
      list += "<sheet name=\"" + name + "\" sheetId=\"" + id + "\" r:id=\"r" + id + "\"" +
              (name == hidden ? " state=\"hidden\"" : "") + "/>";
      relations +=
          "<Relationship Id=\"r" + id + "\" Type=\"urn:x/worksheet\" Target=\"worksheets/s" + id + ".xml\"/>";
      parts["xl/worksheets/s" + id + ".xml"] = xml;
    }
    if (!strings.empty()) {
      relations += "<Relationship Id=\"s\" Type=\"urn:x/sharedStrings\" Target=\"/xl/strings.xml\"/>";
      parts["xl/strings.xml"] = strings;
    }
    if (!styles.empty()) {
      relations += "<Relationship Id=\"t\" Type=\"urn:x/styles\" Target=\"../xl/./styles.xml\"/>";
      parts["xl/styles.xml"] = styles;
    }
    parts["xl/workbook.xml"] =
        "<workbook xmlns:r=\"urn:r\">" + workbook_properties + "<sheets>" + list + "</sheets></workbook>";
    parts["xl/_rels/workbook.xml.rels"] = "<Relationships>" + relations + "</Relationships>";
    parts["_rels/.rels"] =
        "<Relationships><Relationship Id=\"a\" Type=\"urn:x/officeDocument\" "
        "Target=\"xl/workbook.xml\"/></Relationships>";
    for (const auto& [name, xml] : parts) {
      zip_file_add(archive, name.c_str(), zip_source_buffer(archive, xml.data(), xml.size(), 0),
                   ZIP_FL_ENC_UTF_8);
    }
    zip_close(archive);
  }
};

}  // namespace kith::lens
