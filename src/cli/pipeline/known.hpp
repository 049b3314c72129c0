#pragma once
#include "cli/pipeline/pipeline.hpp"

/// What a run comes to know and may not say goes into Context::secrets as soon as it is known.
namespace cerec::cli {

/// What the references of the manifests came to, and secrets that manifests spell out.
void know_secrets(Context& context, const Inputs& inputs);
/// The tokens of a listing.
void know_tokens(Context& context, const model::Listing& listing);

} // namespace cerec::cli
