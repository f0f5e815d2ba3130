package io.threadmark.follow.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageAddressTest {
  private static final S3Options LOCAL =
      new S3Options(URI.create("http://127.0.0.1:9"), "us-east-1", true);

  @ParameterizedTest
  @CsvSource({
    "s3://my-bucket, s3://my-bucket/",
    "s3://my-bucket/, s3://my-bucket/",
    "s3://my-bucket/a/b, s3://my-bucket/a/b/",
    "s3://my-bucket//a/b//, s3://my-bucket/a/b/"
  })
  void aBucketMayHaveAPrefix(String address, String told) {
    assertThat(StorageAddress.open(address, LOCAL).address()).isEqualTo(told);
  }

  @Test
  void whatHasNoSchemeIsAFolder() {
    assertThat(StorageAddress.open("some/folder", LOCAL).address())
        .isEqualTo(Path.of("some/folder").toAbsolutePath().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "gs://bucket/x", "s3://", "s3://UPPER", "s3://a", "http://x/y"})
  void whatIsNeitherIsRefused(String address) {
    assertThatThrownBy(() -> StorageAddress.open(address, LOCAL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a folder or s3://bucket/prefix");
  }
}
