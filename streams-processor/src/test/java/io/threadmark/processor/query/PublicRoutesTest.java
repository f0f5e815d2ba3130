package io.threadmark.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicRoutesTest {

  @Test
  void whatAnswersGetAnswersHead() {
    Vertx vertx = Vertx.vertx();
    try {
      Router router = Router.router(vertx);
      new PublicRoutes(new Answering(vertx, null, null, () -> null), null).mount(router);
      List<Route> reading =
          router.getRoutes().stream()
              .filter(route -> route.methods() != null && route.methods().contains(HttpMethod.GET))
              .toList();

      assertThat(reading).hasSizeGreaterThan(5);
      assertThat(reading)
          .allSatisfy(
              route -> assertThat(route.methods()).as(route.getPath()).contains(HttpMethod.HEAD));
    } finally {
      vertx.close().await();
    }
  }
}
