package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestService;
import org.sealward.image.Scene.Person;
import org.sealward.image.Scene.Picture;
import org.sealward.local.LocalBackends;
import org.sealward.objects.FillingStore;
import org.sealward.objects.ObjectStore;
import org.sealward.platform.Problem;

/** A medium for objects that has no room or cannot be used: clear refusals, and nothing lost. */
class ObjectFaultTest {
  private final Scene scene = new Scene();
  private final TestService service = scene.service();
  private final Person owner = scene.person();

  @Test
  void append_storeFillsUp_keepsWhatCameAndGoesOnWhenThereIsRoom() {
    Picture picture = scene.picture(owner, 100_000);
    byte[] ciphertext = picture.ciphertext();
    FillingStore store = new FillingStore(service.bean(ObjectStore.class), 30_000);
    Uploads uploads = uploads(store);
    uploads.create(owner.id(), UploadMetadata.parse(picture.metadata()), ciphertext.length);

    assertThatThrownBy(() -> append(uploads, picture, 0))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.type()).isEqualTo(ImageProblem.STORAGE_FULL));
    assertThat(uploads.progress(owner.id(), picture.id()).offset()).isEqualTo(30_000);

    store.room(Long.MAX_VALUE);
    assertThat(append(uploads, picture, 30_000).offset()).isEqualTo(ciphertext.length);
    assertThat(scene.get(owner, "/v1/images/" + picture.id() + "/content").body())
        .isEqualTo(ciphertext);
  }

  private Uploads.Progress append(Uploads uploads, Picture picture, int offset) {
    int rest = picture.ciphertext().length - offset;
    return uploads.append(
        owner.id(),
        picture.id(),
        offset,
        OptionalLong.of(rest),
        new ByteArrayInputStream(picture.ciphertext(), offset, rest));
  }

  private Uploads uploads(ObjectStore store) {
    return new Uploads(
        service.bean(ImageRepository.class),
        store,
        service.bean(UploadTurns.class),
        service.bean(UploadRows.class),
        service.bean(ImageProperties.class),
        Clock.systemUTC());
  }

  @Test
  void create_noRoomOnTheDisk_isAProblemThatTellsNoDetail(@TempDir Path folder) {
    Picture picture = scene.picture(owner, 1000);
    try (EmbeddedServer full =
        start(Map.of("folder", folder.toString(), "keep-free", String.valueOf(Long.MAX_VALUE)))) {
      HttpResponse<byte[]> answer =
          Scene.send(
              HttpRequest.newBuilder(full.getURI().resolve("/v1/uploads"))
                  .header("Authorization", "Bearer " + owner.token())
                  .header("Tus-Resumable", "1.0.0")
                  .header("Upload-Length", "1000")
                  .header("Upload-Metadata", picture.metadata())
                  .POST(BodyPublishers.noBody()));

      assertThat(Scene.problem(answer)).isEqualTo("507 storage-full");
      assertThat(Scene.text(answer)).doesNotContain("detail");
    }
    assertThat(scene.create(picture).statusCode()).isEqualTo(201);
  }

  @Test
  void start_folderThatCannotBeUsed_isRefused(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> start(Map.of("folder", file.toString())))
        .hasRootCauseInstanceOf(FileSystemException.class);
    start(Map.of("folder", folder.resolve("fine").toString())).close();
  }

  /** Another node on the same database. */
  private EmbeddedServer start(Map<String, String> objects) {
    Map<String, Object> settings = new HashMap<>(service.database().settings());
    settings.putAll(LocalBackends.awsSettings(service.aws()));
    objects.forEach((name, value) -> settings.put("sealward.objects." + name, value));
    settings.put("micronaut.server.port", "-1");
    settings.put("endpoints.all.port", "-1");
    return ApplicationContext.run(EmbeddedServer.class, settings, "test");
  }
}
