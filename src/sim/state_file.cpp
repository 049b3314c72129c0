#include "cerec/sim/state_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace cerec::sim {
namespace {

using nlohmann::json;

constexpr std::string_view k_format = "cerec-sim-state";

tl::unexpected<base::Failure> failed(std::string_view what, const std::string& path) {
  return base::fail(fmt::format("cannot {} {}: {}", what, path, std::strerror(errno)));
}

std::string instance_line(const Instance& instance) {
  json configuration = json::object();
  for (const auto& [key, value] : instance.configuration)
    configuration[key] = value ? json(*value) : json(nullptr);
  const json put{{"id", instance.id},
                 {"account", instance.account},
                 {"element", instance.element},
                 {"name", instance.name},
                 {"token", instance.token},
                 {"createdDate", instance.created},
                 {"tags", instance.tags},
                 {"configuration", std::move(configuration)},
                 {"disabled", instance.disabled},
                 {"valid", instance.valid},
                 {"externalAuthentication", instance.external_authentication}};
  return json{{"put", put}}.dump() + "\n";
}

Instance instance_of(const json& put) {
  Instance instance;
  instance.id = put.at("id").get<int64_t>();
  instance.account = put.at("account").get<size_t>();
  instance.element = put.at("element").get<std::string>();
  instance.name = put.at("name").get<std::string>();
  instance.token = put.at("token").get<std::string>();
  instance.created = put.at("createdDate").get<std::string>();
  instance.tags = put.at("tags").get<std::vector<std::string>>();
  for (const auto& [key, value] : put.at("configuration").items())
    instance.configuration[key] = value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
  instance.disabled = put.at("disabled").get<bool>();
  instance.valid = put.at("valid").get<bool>();
  instance.external_authentication = put.at("externalAuthentication").get<std::string>();
  return instance;
}

/// What the lines of a file add up to.
struct Contents {
  std::map<int64_t, Instance> instances;
  std::vector<std::string> codes;
  int64_t next_id = 0;

  void apply(const json& line) {
    if (line.contains("put")) {
      Instance instance = instance_of(line["put"]);
      next_id = std::max(next_id, instance.id + 1);
      instances[instance.id] = std::move(instance);
    } else if (line.contains("delete")) {
      instances.erase(line["delete"].get<int64_t>());
    } else if (line.contains("code")) {
      codes.push_back(line["code"].get<std::string>());
    } else if (line.contains("nextId")) { // the first line
      next_id = std::max(next_id, line["nextId"].get<int64_t>());
    }
  }
};

base::Result<void> read_lines(std::istream& in, const std::string& path, Contents& contents) {
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const bool last = in.eof(); // no newline: cut off by a crash
    try {
      const json parsed = json::parse(line);
      if (number == 1 && parsed.value("format", "") != k_format)
        return base::fail(fmt::format("{} is not a state file of cerec-sim", path));
      contents.apply(parsed);
    } catch (const json::exception&) {
      if (!last)
        return base::fail(fmt::format("{}:{}: not a line of a state file of cerec-sim", path, number));
    }
  }
  return {};
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written <= 0)
      return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

} // namespace

StateFile::~StateFile() {
  if (platform_ != nullptr)
    platform_->on_mutation(nullptr);
  if (file_ >= 0)
    ::close(file_);
}

base::Result<void> StateFile::open(const std::string& path, Platform& platform) {
  path_ = path;
  platform_ = &platform;
  if (auto loaded = load(); !loaded)
    return loaded;
  if (auto compacted = compact(); !compacted)
    return compacted;
  platform.on_mutation([this](const Mutation& mutation) { append(mutation); });
  return {};
}

base::Result<void> StateFile::load() {
  std::ifstream in(path_, std::ios::binary);
  if (!in)
    return errno == ENOENT ? base::Result<void>() : failed("read", path_);
  Contents contents;
  if (auto read = read_lines(in, path_, contents); !read)
    return read;
  for (auto& [id, instance] : contents.instances) {
    if (instance.account >= platform_->config().accounts.size())
      return base::fail(
          fmt::format("{}: instance {} belongs to an account that is not configured", path_, id));
    platform_->add(std::move(instance));
  }
  for (std::string& code : contents.codes)
    platform_->use_code(std::move(code));
  platform_->skip_ids(contents.next_id);
  return {};
}

base::Result<void> StateFile::compact() {
  std::string text =
      json{{"format", k_format}, {"version", 1}, {"nextId", platform_->next_id()}}.dump() + "\n";
  const std::vector<std::string> codes = platform_->used_codes();
  for (const std::string& code : codes)
    text += json{{"code", code}}.dump() + "\n";
  for (const auto& [id, instance] : platform_->instances())
    text += instance_line(*instance);
  const std::string temporary = path_ + ".new";
  const int file = ::open(temporary.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0)
    return failed("write", temporary);
  if (!write_all(file, text) || ::fsync(file) != 0 || ::rename(temporary.c_str(), path_.c_str()) != 0) {
    auto failure = failed("write", path_);
    ::close(file);
    return failure;
  }
  if (file_ >= 0)
    ::close(file_);
  file_ = file;
  codes_written_ = codes.size();
  return {};
}

void StateFile::append(const Mutation& mutation) {
  std::string text =
      mutation.after ? instance_line(*mutation.after) : json{{"delete", mutation.id}}.dump() + "\n";
  const std::vector<std::string> codes = platform_->used_codes();
  if (codes.size() != codes_written_) { // few, and sorted: all of them again
    for (const std::string& code : codes)
      text += json{{"code", code}}.dump() + "\n";
    codes_written_ = codes.size();
  }
  ok_ = write_all(file_, text) && ok_;
}

} // namespace cerec::sim
