/// TLS over any Asio stream.
#pragma once

#include "core/clock.hpp"
#include "net/task.hpp"
#include "net/tls_engine.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <memory>
#include <type_traits>
#include <utility>

namespace dcrvoter::net {

/// An AsyncReadStream and AsyncWriteStream over `Next`, which is one too (a TCP socket).
///
/// Full duplex on one strand: one read and one of (write, shutdown) may be pending at the same
/// time, after async_handshake() has ended. Several buffers of one write leave as one record.
/// The encrypted bytes of a write are handed to `Next` before async_write_some returns, unless
/// earlier ones are still leaving.
///
/// Errors: those of `Next`, of tls_category(), and asio's eof after the other side's farewell.
/// A cancelled operation leaves the stream unusable: a record may be half sent or half read. After a
/// write that failed every further one fails the same way; what came in can still be read.
/// The stream must outlive its operations, and must not move while one is pending.
template <class Next>
class TlsStream {
 public:
  // Asio's names. NOLINTBEGIN(readability-identifier-naming)
  using next_layer_type = Next;
  using executor_type = typename Next::executor_type;
  // NOLINTEND(readability-identifier-naming)

  TlsStream(Next next, std::unique_ptr<TlsEngine> engine)
      : next_(std::move(next)),
        engine_(std::move(engine)),
        input_turn_(next_.get_executor(), kFarAway),
        output_turn_(next_.get_executor(), kFarAway) {}

  [[nodiscard]] executor_type get_executor() noexcept { return next_.get_executor(); }
  [[nodiscard]] Next& next_layer() noexcept { return next_; }
  [[nodiscard]] const Next& next_layer() const noexcept { return next_; }
  [[nodiscard]] TlsEngine& engine() noexcept { return *engine_; }
  [[nodiscard]] const TlsEngine& engine() const noexcept { return *engine_; }
  /// While this is set a write ends when its bytes are encrypted: they leave together with those of
  /// the next write after it was unset, in one call of `Next`, or once they are many.
  void hold_back(bool yes) noexcept { holding_back_ = yes; }
  /// When the last bytes were handed to `Next`, all of them unless it was congested.
  [[nodiscard]] core::SteadyTime last_output() const noexcept { return last_output_; }
  /// When the last bytes came from `Next`; the clock's beginning before the first.
  [[nodiscard]] core::SteadyTime last_input() const noexcept { return last_input_; }

  /// void(ErrorCode)
  template <class Token>
  auto async_handshake(Token&& token) {
    return start<void(ErrorCode), true>([](TlsEngine& engine) { return engine.handshake(); }, token);
  }

  /// void(ErrorCode, std::size_t)
  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    const std::span<std::uint8_t> out = first_of<asio::mutable_buffer, std::uint8_t>(buffers);
    return start<void(ErrorCode, std::size_t), false>(
        [out](TlsEngine& engine) { return out.empty() ? TlsEngine::Step{} : engine.read(out); }, token);
  }

  /// void(ErrorCode, std::size_t)
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    const core::ByteView in = gather(buffers);
    return start<void(ErrorCode, std::size_t), true>(
        [in](TlsEngine& engine) { return in.empty() ? TlsEngine::Step{} : engine.write(in); }, token);
  }

  /// Says farewell; does not wait for the other side's. void(ErrorCode)
  template <class Token>
  auto async_shutdown(Token&& token) {
    return start<void(ErrorCode), true>([](TlsEngine& engine) { return engine.close_notify(); }, token);
  }

 private:
  static constexpr core::SteadyTime kFarAway = core::SteadyTime::max();
  static constexpr std::size_t kRecord = std::size_t{16} * 1024;  // the most plain bytes of one record
  static constexpr std::size_t kMostHeldBack = std::size_t{64} * 1024;

  template <class Buffer, class Byte, class Buffers>
  static std::span<Byte> first_of(const Buffers& buffers) {
    // NOLINTNEXTLINE(readability-qualified-auto): a pointer for some sequences, an iterator for others
    for (auto at = asio::buffer_sequence_begin(buffers); at != asio::buffer_sequence_end(buffers); ++at) {
      const Buffer buffer(*at);
      if (buffer.size() > 0) {
        return {static_cast<Byte*>(buffer.data()), buffer.size()};
      }
    }
    return {};
  }

  /// One buffer is used as it is, several (a frame's header and its body) are put together.
  template <class Buffers>
  core::ByteView gather(const Buffers& buffers) {
    const auto first = first_of<asio::const_buffer, const std::uint8_t>(buffers);
    const std::size_t all = std::min(asio::buffer_size(buffers), kRecord);
    if (first.size() >= all) {
      return first.first(all);
    }
    gathered_.resize(all);
    asio::buffer_copy(asio::buffer(gathered_), buffers);
    return gathered_;
  }

  /// Calls `verb` on the engine until it is done, and between the calls does what it wants. One that
  /// writes ends only when its output has left; a reader leaves the rare alert to the next operation
  /// rather than to hold up what it has read.
  template <class Verb, bool kWrites, bool kCounts>
  struct Operation {
    enum class At : std::uint8_t { begin, waited, sent, received, done };
    TlsStream& stream;
    Verb verb;
    TlsEngine::Step step{};
    At at = At::begin;
    bool stepped = false;    ///< `step` is what the verb said last
    bool suspended = false;  ///< whether the call that started this has returned

    template <class Self>
    void operator()(Self& self, ErrorCode error = {}, std::size_t size = 0) {
      TlsStream& s = stream;
      suspended = suspended || at != At::begin;
      if (resumed(self, error, size)) {
        return;
      }
      // A writer keeps what piles up small by waiting before it adds to it.
      if (kWrites && !stepped && s.sending_) {
        return wait(self, s.output_turn_);
      }
      for (;;) {
        if (!stepped) {
          const bool in_vain = kWrites && s.output_error_;
          step = in_vain ? TlsEngine::Step{TlsEngine::Want::nothing, 0, s.output_error_} : verb(*s.engine_);
          stepped = true;
        }
        const bool may_wait = !kWrites || (s.holding_back_ && s.engine_->output_size() < kMostHeldBack);
        const bool must_send = !may_wait || step.want != TlsEngine::Want::nothing || step.error;
        if (must_send && s.engine_->has_output() && !s.sending_ && !s.output_error_) {
          return send(self);  // who sends already sends this too
        }
        switch (step.want) {
          case TlsEngine::Want::nothing: return finish(self, step.error);
          case TlsEngine::Want::input: return s.receiving_ ? wait(self, s.input_turn_) : receive(self);
          case TlsEngine::Want::again: return yield(self);
          case TlsEngine::Want::output:
            if (s.sending_) {
              return wait(self, s.output_turn_);
            }
            stepped = false;
        }
      }
    }

   private:
    /// True when the operation has ended.
    template <class Self>
    bool resumed(Self& self, ErrorCode error, std::size_t size) {
      TlsStream& s = stream;
      switch (std::exchange(at, At::begin)) {
        case At::begin: return false;
        case At::done: complete(self, step.error); return true;
        case At::waited:
          // A turn that comes cancels the timer; so does a cancellation of this operation.
          stepped = false;
          if (self.get_cancellation_state().cancelled() != asio::cancellation_type::none) {
            complete(self, asio::error::operation_aborted);
            return true;
          }
          return false;
        case At::sent:
          s.sending_ = false;
          s.engine_->output_sent();
          s.output_turn_.cancel();
          if (error) {
            s.output_error_ = error;
            complete(self, step.error ? step.error : error);
            return true;
          }
          return false;
        case At::received:
          s.receiving_ = false;
          s.input_turn_.cancel();
          stepped = false;
          if (size > 0) {
            s.last_input_ = std::chrono::steady_clock::now();
            s.engine_->input_arrived(size);
          }
          if (error == asio::error::eof) {
            s.engine_->input_ended();
          } else if (error) {
            complete(self, error);
            return true;
          }
          return false;
      }
      return false;
    }

    // Each of these moves `self`, and this with it: nothing of this may be touched afterwards.
    template <class Self>
    void send(Self& self) {
      TlsStream& s = stream;
      s.sending_ = true;
      at = At::sent;
      const core::ByteView output = s.engine_->take_output();
      asio::async_write(s.next_, asio::buffer(output.data(), output.size()), std::move(self));
      s.last_output_ = std::chrono::steady_clock::now();
    }
    template <class Self>
    void receive(Self& self) {
      TlsStream& s = stream;
      s.receiving_ = true;
      at = At::received;
      const std::span<std::uint8_t> space = s.engine_->input_space();
      s.next_.async_read_some(asio::buffer(space.data(), space.size()), std::move(self));
    }
    template <class Self>
    void wait(Self& self, asio::steady_timer& turn) {
      at = At::waited;
      turn.async_wait(std::move(self));
    }
    template <class Self>
    void yield(Self& self) {
      at = At::waited;
      auto executor = stream.get_executor();
      asio::post(executor, std::move(self));
    }
    template <class Self>
    void finish(Self& self, ErrorCode error) {
      if (suspended) {
        return complete(self, error);
      }
      at = At::done;  // a handler is never called from within the call that it was given to
      auto executor = stream.get_executor();
      asio::post(executor, std::move(self));
    }
    template <class Self>
    void complete(Self& self, ErrorCode error) {
      if constexpr (kCounts) {
        self.complete(error, error ? 0 : step.bytes);
      } else {
        self.complete(error);
      }
    }
  };

  template <class Signature, bool kWrites, class Verb, class Token>
  auto start(Verb verb, Token& token) {
    constexpr bool kCounts = std::is_same_v<Signature, void(ErrorCode, std::size_t)>;
    return asio::async_compose<Token, Signature>(Operation<Verb, kWrites, kCounts>{*this, std::move(verb)},
                                                 token, next_);
  }

  Next next_;
  std::unique_ptr<TlsEngine> engine_;
  core::Bytes gathered_;
  ErrorCode output_error_;  ///< nothing is sent after it: on a dead socket Asio waits for ever to write again
  bool sending_ = false;
  bool receiving_ = false;
  bool holding_back_ = false;
  asio::steady_timer input_turn_;  ///< never fires: cancelled to wake who waits for the other's reading
  asio::steady_timer output_turn_;
  core::SteadyTime last_input_{};
  core::SteadyTime last_output_{};
};

}  // namespace dcrvoter::net
