package org.sealward.reference;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;

/**
 * The API's document, and Swagger UI as its viewer under a policy that lets it load only from here.
 */
@Hidden
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
class ReferenceController {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String OURS = "org/sealward/reference/";
  private static final Map<String, String> TYPES =
      Map.of(
          "index.html", "text/html;charset=utf-8",
          "start.js", "text/javascript;charset=utf-8",
          "swagger-ui-bundle.js", "text/javascript;charset=utf-8",
          "swagger-ui.css", "text/css;charset=utf-8");

  private final ApiDocument document;
  private final String viewer = "META-INF/resources/webjars/swagger-ui/" + viewerVersion() + "/";

  ReferenceController(ApiDocument document) {
    this.document = document;
  }

  @Get("/v1/openapi.json")
  @Produces(MediaType.APPLICATION_JSON)
  byte[] json() throws IOException {
    return document.asJson();
  }

  @Get("/v1/openapi.yml")
  @Produces(MediaType.APPLICATION_YAML)
  String yaml() {
    return document.asYaml();
  }

  @Get("/docs")
  HttpResponse<?> page() throws IOException {
    return file("index.html");
  }

  @Get("/docs/{file}")
  HttpResponse<?> file(String file) throws IOException {
    String type = TYPES.get(file);
    if (type == null) {
      throw new Problem(GeneralProblem.NOT_FOUND, "The viewer has no such file.");
    }
    byte[] content = resource((file.startsWith("swagger-ui") ? viewer : OURS) + file);
    return HttpResponse.ok(content)
        .header("Content-Type", type)
        .header("Content-Security-Policy", POLICY);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream file = open(name)) {
      return file.readAllBytes();
    }
  }

  private static InputStream open(String name) {
    @Nullable InputStream file =
        ReferenceController.class.getClassLoader().getResourceAsStream(name);
    if (file == null) {
      throw new IllegalStateException(name + " is not in the jars");
    }
    return file;
  }

  private static String viewerVersion() {
    Properties pom = new Properties();
    try (InputStream file = open("META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      pom.load(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return pom.getProperty("version");
  }
}
