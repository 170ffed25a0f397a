// Server-sent events on their way to one listener.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::server {

/// Filled by any thread, emptied by the connection. A listener that does not keep up is let go: it comes back
/// and asks for the state anew.
class Subscription {
 public:
  /// One event; `data` without line breaks (JSON has none).
  void push(std::string_view event, std::string_view data) {
    std::function<void()> wake;
    {
      std::lock_guard lock(mutex_);
      if (closed_) return;
      if (waiting_.size() > most_bytes) closed_ = true;
      waiting_.append("event: ").append(event).append("\ndata: ").append(data).append("\n\n");
      wake = wake_;
    }
    if (wake) wake();
  }
  void close() {
    std::function<void()> wake;
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
      wake = wake_;
    }
    if (wake) wake();
  }
  bool closed() const {
    std::lock_guard lock(mutex_);
    return closed_;
  }
  std::string take() {
    std::lock_guard lock(mutex_);
    return std::exchange(waiting_, {});
  }
  /// Called from push() and close(), on their thread.
  void on_arrival(std::function<void()> wake) {
    std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
  }

 private:
  static constexpr std::size_t most_bytes = 256 * 1024;
  mutable std::mutex mutex_;
  std::string waiting_;
  std::function<void()> wake_;
  bool closed_ = false;
};

/// All that listen to one topic.
class Topic {
 public:
  std::shared_ptr<Subscription> subscribe() {
    auto subscription = std::make_shared<Subscription>();
    std::lock_guard lock(mutex_);
    listeners_.push_back(subscription);
    return subscription;
  }
  void publish(std::string_view event, std::string_view data) {
    std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [&](const std::weak_ptr<Subscription>& weak) {
      auto listener = weak.lock();
      if (!listener || listener->closed()) return true;
      listener->push(event, data);
      return false;
    });
  }
  void close() {
    std::lock_guard lock(mutex_);
    for (auto& weak : listeners_) {
      if (auto listener = weak.lock()) listener->close();
    }
    listeners_.clear();
  }
  std::size_t listeners() const {
    std::lock_guard lock(mutex_);
    return listeners_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::weak_ptr<Subscription>> listeners_;
};

}  // namespace kith::server
