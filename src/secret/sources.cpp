#include "secret/sources.hpp"

#include "cerec/base/path.hpp"
#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::secret {
namespace {

constexpr uint64_t k_max_bytes = 1 << 20;
constexpr uint32_t k_others = 0007;

/// A source that answers at once.
template <base::Result<SourceValue> (*Read)(const std::string&, const std::string&, Ports&)>
std::unique_ptr<Fetch> reads(const std::string& argument, const std::string& base_folder, Ports& ports) {
  return at_once(Read(argument, base_folder, ports));
}

} // namespace

const std::vector<SourceRow>& sources() {
  static const std::vector<SourceRow> rows = {
      {"env", "${env:NAME}: the environment variable NAME", Reach::variable, reads<read_environment>},
      {"file", "${file:path}: the content of a file, without the line end at its end", Reach::file,
       reads<read_file>},
      {"cmd", "${cmd:program arguments}: what a program prints, without the line end at its end",
       Reach::program, start_command},
  };
  return rows;
}

const SourceRow* find_source(std::string_view name) {
  const auto& rows = sources();
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [&](const SourceRow& candidate) { return candidate.name == name; });
  return row == rows.end() ? nullptr : &*row;
}

std::string file_path(const std::string& argument, const std::string& base_folder) {
  return base::join_path(base_folder, argument);
}

base::Secret without_line_end(const base::Secret& text) {
  std::string_view bytes = text.reveal();
  if (!bytes.empty() && bytes.back() == '\n')
    bytes.remove_suffix(bytes.size() > 1 && bytes[bytes.size() - 2] == '\r' ? 2 : 1);
  return base::Secret(std::string(bytes));
}

base::Result<SourceValue> read_environment(const std::string& name, const std::string&, Ports& ports) {
  std::optional<std::string> value = ports.environment.get(name);
  if (!value)
    return base::fail(fmt::format("the environment variable {} is not set", base::visible(name)),
                      base::FailureKind::usage, "set it for this run, or correct its name");
  return SourceValue{base::Secret(*std::move(value)), {}};
}

base::Result<SourceValue> read_file(const std::string& path, const std::string& base_folder, Ports& ports) {
  if (path.empty())
    return base::fail("${file:} names no file", base::FailureKind::usage);
  const std::string full = file_path(path, base_folder);
  const std::optional<io::FileStatus> status = ports.files.status(full);
  if (!status)
    return base::fail(fmt::format("the file {} does not exist", base::visible(full)),
                      base::FailureKind::usage,
                      "relative paths start from the folder of cerec.yaml, or from the working folder");
  if (status->kind == io::FileStatus::Kind::directory)
    return base::fail(fmt::format("{} is a folder", base::visible(full)), base::FailureKind::usage);
  base::Result<std::string> content = ports.files.read(full, k_max_bytes);
  if (!content)
    return tl::unexpected<base::Failure>(content.error());
  SourceValue read{without_line_end(base::Secret(*std::move(content))), {}};
  if (status->kind == io::FileStatus::Kind::file && (status->mode & k_others) != 0)
    read.warning = fmt::format("every user of this machine can {} the secret file {} (mode {:04o})",
                               (status->mode & 0002) != 0 ? "change" : "read", base::visible(full),
                               status->mode & 07777U);
  return read;
}

} // namespace cerec::secret
