package io.threadmark.follow.storage;

class MemoryStorageTest extends StorageContract {
  @Override
  Storage storage() {
    return new MemoryStorage();
  }
}
