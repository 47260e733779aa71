package org.sealward.image;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import org.sealward.objects.ObjectNotFoundException;
import org.sealward.objects.ObjectStoreException;
import org.sealward.platform.Problem;

/** A medium that fails passes; an object that a row names and that is not there does not. */
@Singleton
final class ObjectStoreFailureHandler
    implements ExceptionHandler<ObjectStoreException, HttpResponse<?>> {
  private final ErrorResponseProcessor<?> responses;

  ObjectStoreFailureHandler(ErrorResponseProcessor<?> responses) {
    this.responses = responses;
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public HttpResponse<?> handle(HttpRequest request, ObjectStoreException failure) {
    Throwable cause =
        failure instanceof ObjectNotFoundException
            ? failure
            : new Problem(ImageProblem.STORAGE_UNAVAILABLE, "object store", failure);
    return responses.processResponse(
        ErrorContext.builder(request).cause(cause).build(), HttpResponse.serverError());
  }
}
