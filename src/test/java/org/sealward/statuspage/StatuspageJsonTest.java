package org.sealward.statuspage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.sealward.api.ServiceStatus;

class StatuspageJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode answer(ServiceStatus status, String name) throws Exception {
    StatusFile file =
        SampleStatus.file(status, SampleStatus.AT_SERVICE, "api/v2/" + name + ".json");
    assertThat(file.type()).isEqualTo("application/json");
    return JSON.readTree(new String(file.content().toArray(), UTF_8));
  }

  private static List<String> values(JsonNode list, String field) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(one -> one.get(field).asText())
        .toList();
  }

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text);
  }

  @Test
  void answers_areThoseOfStatuspage() {
    assertThat(StatusFiles.of(SampleStatus.calm(), SampleStatus.AT_SERVICE).keySet())
        .containsExactly(
            "api/v2/components.json",
            "api/v2/incidents.json",
            "api/v2/incidents/unresolved.json",
            "api/v2/scheduled-maintenances.json",
            "api/v2/scheduled-maintenances/active.json",
            "api/v2/scheduled-maintenances/upcoming.json",
            "api/v2/status.json",
            "api/v2/summary.json",
            "history.atom",
            "index.html",
            "status.json");
  }

  @Test
  void everyAnswer_saysWhoseItIs() throws Exception {
    JsonNode page =
        json(
            """
            {"id": "sealward.example.org", "name": "Sealward", "url": "https://sealward.example.org/status",
             "time_zone": "Europe/Sofia", "updated_at": "2026-07-03T09:00:00.000Z"}
            """);
    for (String name :
        List.of(
            "components",
            "incidents",
            "incidents/unresolved",
            "scheduled-maintenances",
            "scheduled-maintenances/active",
            "scheduled-maintenances/upcoming",
            "status",
            "summary")) {
      assertThat(answer(SampleStatus.outage(), name).get("page")).as(name).isEqualTo(page);
    }
  }

  @Test
  void status_isTheWholeInOneWord() throws Exception {
    assertThat(answer(SampleStatus.outage(), "status").get("status"))
        .isEqualTo(json("{\"indicator\": \"major\", \"description\": \"Partial System Outage\"}"));
    assertThat(answer(SampleStatus.calm(), "status").get("status"))
        .isEqualTo(json("{\"indicator\": \"none\", \"description\": \"All Systems Operational\"}"));
  }

  @Test
  void components_haveStatesOfStatuspage_andUnknownIsNotGood() throws Exception {
    JsonNode components = answer(SampleStatus.outage(), "components").get("components");
    assertThat(values(components, "id"))
        .containsExactly(
            "site", "sign-in", "connection", "messages", "images", "assisted-decryption");
    assertThat(values(components, "status"))
        .containsExactly(
            "operational",
            "degraded_performance",
            "partial_outage",
            "major_outage",
            "degraded_performance",
            "under_maintenance");
    assertThat(components.get(3))
        .isEqualTo(
            json(
                """
                {"id": "messages", "name": "Messages", "status": "major_outage",
                 "created_at": "2026-07-03T08:30:00.000Z", "updated_at": "2026-07-03T08:30:00.000Z",
                 "position": 4, "description": null, "showcase": true, "start_date": null, "group_id": null,
                 "page_id": "sealward.example.org", "group": false, "only_show_if_degraded": false}
                """));
  }

  @Test
  void incident_isWholeFieldByField() throws Exception {
    JsonNode incidents = answer(SampleStatus.outage(), "incidents/unresolved").get("incidents");
    assertThat(incidents).hasSize(1);
    JsonNode incident = incidents.get(0);
    assertThat(values(incident.get("components"), "id")).containsExactly("connection", "messages");
    ((com.fasterxml.jackson.databind.node.ObjectNode) incident).remove("components");
    assertThat(incident)
        .isEqualTo(
            json(
                """
                {"id": "00000000-0000-4000-8000-000000000002", "name": "Messages are not delivered",
                 "status": "identified", "created_at": "2026-07-03T08:30:00.000Z",
                 "updated_at": "2026-07-03T08:50:00.000Z", "monitoring_at": null, "resolved_at": null,
                 "impact": "major",
                 "shortlink": "https://sealward.example.org/status#incident-00000000-0000-4000-8000-000000000002",
                 "started_at": "2026-07-03T08:30:00.000Z", "page_id": "sealward.example.org",
                 "incident_updates": [
                  {"id": "00000000-0000-4000-8000-000000000022", "status": "identified",
                   "body": "It takes until noon.\\nNothing is lost.",
                   "incident_id": "00000000-0000-4000-8000-000000000002",
                   "created_at": "2026-07-03T08:50:00.000Z", "updated_at": "2026-07-03T08:50:00.000Z",
                   "display_at": "2026-07-03T08:50:00.000Z", "affected_components": null,
                   "deliver_notifications": true, "custom_tweet": null, "tweet_id": null},
                  {"id": "00000000-0000-4000-8000-000000000021", "status": "identified",
                   "body": "A disk is full.",
                   "incident_id": "00000000-0000-4000-8000-000000000002",
                   "created_at": "2026-07-03T08:40:00.000Z", "updated_at": "2026-07-03T08:40:00.000Z",
                   "display_at": "2026-07-03T08:40:00.000Z", "affected_components": null,
                   "deliver_notifications": true, "custom_tweet": null, "tweet_id": null}],
                 "reminder_intervals": null}
                """));
  }

  @Test
  void incident_ofWhichNobodySpoke_hasWhatTheLedgerSays() throws Exception {
    JsonNode past = answer(SampleStatus.outage(), "incidents").get("incidents").get(1);
    assertThat(past.get("status").asText()).isEqualTo("resolved");
    assertThat(past.get("resolved_at").asText()).isEqualTo("2026-06-20T13:40:00.000Z");
    JsonNode updates = past.get("incident_updates");
    assertThat(values(updates, "status")).containsExactly("resolved", "investigating");
    assertThat(values(updates, "created_at"))
        .containsExactly("2026-06-20T13:40:00.000Z", "2026-06-20T05:00:00.000Z");
    assertThat(values(updates, "id"))
        .doesNotHaveDuplicates()
        .isEqualTo(
            values(
                answer(SampleStatus.calm(), "incidents")
                    .get("incidents")
                    .get(0)
                    .get("incident_updates"),
                "id"));
  }

  @Test
  void maintenance_isWholeFieldByField() throws Exception {
    JsonNode planned =
        answer(SampleStatus.calm(), "scheduled-maintenances/upcoming")
            .get("scheduled_maintenances")
            .get(0);
    assertThat(values(planned.get("components"), "id")).containsExactly("messages", "images");
    assertThat(values(planned.get("incident_updates"), "status")).containsExactly("scheduled");
    assertThat(values(planned.get("incident_updates"), "body"))
        .containsExactly("Messages may be late.");
    var rest = (com.fasterxml.jackson.databind.node.ObjectNode) planned;
    rest.remove(List.of("components", "incident_updates"));
    assertThat(rest)
        .isEqualTo(
            json(
                """
                {"id": "00000000-0000-4000-8000-000000000003", "name": "New version of the database",
                 "status": "scheduled", "created_at": "2026-07-01T08:00:00.000Z",
                 "updated_at": "2026-07-01T08:00:00.000Z", "monitoring_at": null, "resolved_at": null,
                 "impact": "maintenance",
                 "shortlink": "https://sealward.example.org/status#maintenance-00000000-0000-4000-8000-000000000003",
                 "started_at": "2026-07-05T20:00:00.000Z", "page_id": "sealward.example.org",
                 "scheduled_for": "2026-07-05T20:00:00.000Z", "scheduled_until": "2026-07-05T21:00:00.000Z"}
                """));
  }

  @Test
  void lists_haveWhatBelongsThere() throws Exception {
    String past = SampleStatus.PAST.toString();
    String ongoing = SampleStatus.ONGOING.toString();
    ServiceStatus outage = SampleStatus.outage();
    assertThat(values(answer(outage, "incidents").get("incidents"), "id"))
        .containsExactly(ongoing, past);
    assertThat(values(answer(SampleStatus.calm(), "incidents/unresolved").get("incidents"), "id"))
        .isEmpty();
    Map<String, List<String>> expected =
        Map.of(
            "scheduled-maintenances", List.of(SampleStatus.AT_WORK.toString()),
            "scheduled-maintenances/active", List.of(SampleStatus.AT_WORK.toString()),
            "scheduled-maintenances/upcoming", List.of());
    for (var one : expected.entrySet()) {
      assertThat(values(answer(outage, one.getKey()).get("scheduled_maintenances"), "id"))
          .as(one.getKey())
          .isEqualTo(one.getValue());
    }
    JsonNode summary = answer(outage, "summary");
    assertThat(summary.fieldNames())
        .toIterable()
        .containsExactly("page", "components", "incidents", "scheduled_maintenances", "status");
    assertThat(values(summary.get("incidents"), "id")).containsExactly(ongoing);
    assertThat(values(summary.get("scheduled_maintenances"), "status"))
        .containsExactly("in_progress");
    assertThat(summary.get("components")).isEqualTo(answer(outage, "components").get("components"));
    assertThat(summary.get("status")).isEqualTo(answer(outage, "status").get("status"));
  }

  @Test
  void webhook_hasTheIncidentAndTheWhole() throws Exception {
    JsonNode body =
        JSON.readTree(
            StatuspageJson.webhook(
                    SampleStatus.outage(),
                    SampleStatus.AT_SERVICE,
                    SampleStatus.ONGOING,
                    "https://sealward.example.org/u/1")
                .toArray());
    assertThat(body.get("meta").get("unsubscribe").asText())
        .isEqualTo("https://sealward.example.org/u/1");
    assertThat(body.get("page"))
        .isEqualTo(
            json(
                """
                {"id": "sealward.example.org", "status_indicator": "major",
                 "status_description": "Partial System Outage"}
                """));
    assertThat(body.get("incident"))
        .isEqualTo(answer(SampleStatus.outage(), "incidents").get("incidents").get(0));
    assertThatThrownBy(
            () ->
                StatuspageJson.webhook(
                    SampleStatus.calm(), SampleStatus.AT_SERVICE, SampleStatus.ONGOING, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
