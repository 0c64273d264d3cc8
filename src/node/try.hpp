/// For this room's readers of JSON, which are chains of steps that may each fail. A macro, because
/// only a macro can return from the function around it. Included by .cpp files only.
#pragma once

/// Defines `name` as what the Result `expression` holds, or returns its error.
#define TRY(name, expression)                      \
  auto name##_result = (expression);               \
  if (!name##_result) {                            \
    return std::unexpected(name##_result.error()); \
  }                                                \
  auto& name = *name##_result
