package io.threadmark.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {

  @Test
  void fresh_ids_are_uuids_of_version_7_and_differ() {
    String one = Ids.fresh().of(0);

    assertThat(UUID.fromString(one).version()).isEqualTo(7);
    assertThat(Ids.fresh().of(0)).isNotEqualTo(one);
  }

  @Test
  void ids_that_follow_from_a_key_are_uuids_of_version_8() {
    UUID id = UUID.fromString(Ids.following("p", "key").of(0));

    assertThat(id.version()).isEqualTo(8);
    assertThat(id.variant()).isEqualTo(2);
  }

  @Test
  void ids_about_another_thing_differ() {
    Ids ids = Ids.following("p", "key");

    assertThat(ids.about("thread/a").of(0))
        .isEqualTo(Ids.following("p", "key").about("thread/a").of(0))
        .isNotEqualTo(ids.about("thread/b").of(0))
        .isNotEqualTo(ids.of(0));
    assertThat(UUID.fromString(ids.about("thread/a").of(0)).version()).isEqualTo(8);
    assertThat(UUID.fromString(Ids.fresh().about("thread/a").of(0)).version()).isEqualTo(7);
  }

  @Test
  void ids_that_follow_from_a_key_do_not_change_with_releases() {
    assertThat(Ids.following("p", "key").of(1)).isEqualTo("dcbea3d5-8e25-877b-b4a4-acb7ee8d1bc1");
  }

  @Test
  void ids_follow_from_project_and_key_and_place_and_nothing_else() {
    String id = Ids.following("p", "key").of(1);

    assertThat(Ids.following("p", "key").of(1)).isEqualTo(id);
    assertThat(Ids.following("p", "key").of(2)).isNotEqualTo(id);
    assertThat(Ids.following("p", "kez").of(1)).isNotEqualTo(id);
    assertThat(Ids.following("q", "key").of(1)).isNotEqualTo(id);
    assertThat(Ids.following("pk", "ey").of(1)).isNotEqualTo(id);
  }
}
