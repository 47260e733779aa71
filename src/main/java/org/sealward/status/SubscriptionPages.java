package org.sealward.status;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;
import org.sealward.statuspage.Question;
import org.sealward.statuspage.StatusFiles;

/** The same as forms for people. */
@Tag(name = "Status")
@Controller("/status")
@Secured(SecurityRule.IS_ANONYMOUS)
class SubscriptionPages {
  private static final String HTML = "text/html; charset=utf-8";

  private final Subscriptions subscriptions;

  SubscriptionPages(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  /** Has a code mailed to the address, and asks for it. */
  @Post(
      uri = "/subscriptions",
      consumes = MediaType.APPLICATION_FORM_URLENCODED,
      produces = {MediaType.TEXT_HTML, MediaType.ALL})
  @ApiResponse(responseCode = "200", description = "A page that asks for the code.")
  @Problems({"status-not-offered", "subscriptions-not-offered"})
  HttpResponse<?> ask(HttpRequest<?> request, String email) {
    subscriptions.ask(request, email);
    return page(
        question(
            "Type the code",
            "If " + email.strip() + " is an address that gets mail, a code is on its way there.",
            code(email)));
  }

  /** Subscribes it, with that code. */
  @Post(
      uri = "/subscriptions/confirm",
      consumes = MediaType.APPLICATION_FORM_URLENCODED,
      produces = {MediaType.TEXT_HTML, MediaType.ALL})
  @ApiResponse(responseCode = "200", description = "A page that says so, or asks again.")
  @Problems({"status-not-offered", "subscriptions-not-offered"})
  HttpResponse<?> confirm(HttpRequest<?> request, String email, String code) {
    try {
      subscriptions.confirm(request, email, code.strip());
    } catch (Problem e) {
      if (e.type() != StatusProblem.SUBSCRIPTION_CODE_REFUSED) {
        throw e;
      }
      return page(question("Type the code", "It is not the code that was sent.", codeAgain(email)));
    }
    return page(question("You will be told", "Each mail says how to have no more of them.", null));
  }

  /** Asks whether somebody wants no more mails. */
  @Get(
      uri = "/unsubscribe/{id}",
      produces = {MediaType.TEXT_HTML, MediaType.ALL})
  @ApiResponse(responseCode = "200", description = "A page with a button.")
  HttpResponse<?> endOrNot(UUID id) {
    return page(
        question(
            "No more mails",
            "You will not be told of the status any more.",
            new Question.Form(
                id.toString(), new LinkedHashMap<>(), new LinkedHashMap<>(), "No more mails")));
  }

  /** Ends them: what the button sends, and what programs for mail do by themselves (RFC 8058). */
  @Post(
      uri = "/unsubscribe/{id}",
      consumes = MediaType.ALL,
      produces = {MediaType.TEXT_HTML, MediaType.ALL})
  @ApiResponse(responseCode = "200", description = "A page that says so.")
  HttpResponse<?> end(UUID id) {
    subscriptions.end(id);
    return page(question("No more mails", "Your address is not kept any more.", null));
  }

  private static Question.Form code(String email) {
    return form("subscriptions/confirm", email);
  }

  private static Question.Form codeAgain(String email) {
    return form("confirm", email);
  }

  private static Question.Form form(String action, String email) {
    return new Question.Form(
        action,
        new LinkedHashMap<>(Map.of("code", "Code")),
        new LinkedHashMap<>(Map.of("email", email.strip())),
        "Send");
  }

  private static Question question(String title, String words, Question.@Nullable Form form) {
    return new Question(title, List.of(words), form);
  }

  private static HttpResponse<?> page(Question question) {
    return HttpResponse.ok(question.page())
        .header("Content-Type", HTML)
        .header("Content-Security-Policy", StatusFiles.POLICY);
  }
}
