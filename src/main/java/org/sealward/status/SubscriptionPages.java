package org.sealward.status;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;
import org.sealward.statuspage.Question;
import org.sealward.statuspage.StatusFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The same as forms for people. */
@Tag(name = "Status")
@Controller("/status")
@Secured(SecurityRule.IS_ANONYMOUS)
class SubscriptionPages {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionPages.class);
  private static final String AS_PAGE = "The problem; for a browser, a page that says it.";
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
  @ApiResponse(responseCode = "429", description = AS_PAGE)
  @ApiResponse(responseCode = "503", description = AS_PAGE)
  @Problems({"status-not-offered", "subscriptions-not-offered"})
  HttpResponse<?> ask(HttpRequest<?> request, String email) {
    return answer(
        request,
        () -> {
          subscriptions.ask(request, email);
          return question(
              "Type the code",
              "If " + email.strip() + " is an address that gets mail, a code is on its way there.",
              code(email));
        });
  }

  /** Subscribes it, with that code. */
  @Post(
      uri = "/subscriptions/confirm",
      consumes = MediaType.APPLICATION_FORM_URLENCODED,
      produces = {MediaType.TEXT_HTML, MediaType.ALL})
  @ApiResponse(responseCode = "200", description = "A page that says so, or asks again.")
  @ApiResponse(responseCode = "429", description = AS_PAGE)
  @ApiResponse(responseCode = "503", description = AS_PAGE)
  @Problems({"status-not-offered", "subscriptions-not-offered"})
  HttpResponse<?> confirm(HttpRequest<?> request, String email, String code) {
    return answer(
        request,
        () -> {
          try {
            subscriptions.confirm(request, email, code.strip());
          } catch (Problem e) {
            if (e.type() != StatusProblem.SUBSCRIPTION_CODE_REFUSED) {
              throw e;
            }
            return question("Type the code", "It is not the code that was sent.", codeAgain(email));
          }
          return question("You will be told", "Each mail says how to have no more of them.", null);
        });
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
            "Press the button, and you will not be told of the status any more.",
            new Question.Form(
                id.toString(), new LinkedHashMap<>(), new LinkedHashMap<>(), "No more mails")));
  }

  /** Ends them: what the button sends, and what programs for mail do by themselves (RFC 8058). */
  @Post(
      uri = "/unsubscribe/{id}",
      consumes = MediaType.ALL,
      produces = {MediaType.TEXT_HTML, MediaType.ALL})
  @ApiResponse(responseCode = "200", description = "A page that says so.")
  @ApiResponse(responseCode = "503", description = AS_PAGE)
  HttpResponse<?> end(HttpRequest<?> request, UUID id) {
    return answer(
        request,
        () -> {
          subscriptions.end(id);
          return question("No more mails", "Your address is not kept any more.", null);
        });
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

  /** A browser shows what went wrong as a page, too; programs get the problem as everywhere. */
  private static HttpResponse<?> answer(HttpRequest<?> request, Supplier<Question> step) {
    try {
      return page(step.get());
    } catch (RuntimeException e) {
      Problem problem = Problem.of(e);
      boolean html =
          request.getHeaders().accept().stream()
              .anyMatch(type -> type.getName().equals(MediaType.TEXT_HTML));
      if (!html || problem.type() == GeneralProblem.INTERNAL_ERROR) {
        throw e;
      }
      boolean ours = problem.type().status() >= 500;
      if (ours) {
        LOG.warn("a form of the status page is answered {}", problem.type().name());
      }
      String words = ours ? "Go back, and try again in a minute." : problem.detail();
      MutableHttpResponse<?> page = page(question(problem.type().title(), words, null));
      problem.headers().forEach(page::header);
      return page.status(problem.type().status());
    }
  }

  private static MutableHttpResponse<?> page(Question question) {
    return HttpResponse.ok(question.page())
        .header("Content-Type", HTML)
        .header("Content-Security-Policy", StatusFiles.POLICY);
  }
}
