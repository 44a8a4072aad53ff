using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Shopkeeper.Frontend.Problems;

/// <summary>A field of a request that was refused, and what to do about it.</summary>
/// <param name="Field">The parameter, header or JSON member.</param>
/// <param name="Remedy">What is accepted instead.</param>
public sealed record FieldProblem(string Field, string Remedy);

/// <summary>
/// Errors by RFC 9457: <c>type</c> is <c>urn:shopkeeper:{code}</c>, <c>errors</c> names fields and remedies. Never a
/// value that was sent, a token or a stack trace.
/// </summary>
internal static class Problem
{
    public static IResult Of(int status, string code, string title, params IReadOnlyList<FieldProblem> errors)
    {
        var problem = new ProblemDetails { Type = $"urn:shopkeeper:{code}", Title = title, Status = status };
        if (errors.Count > 0) problem.Extensions["errors"] = errors;
        return Results.Problem(problem);
    }

    public static IResult BadRequest(string field, string remedy) =>
        Of(
            StatusCodes.Status400BadRequest, "bad-request", $"{field} is not acceptable.",
            new FieldProblem(field, remedy));

    public static IResult NotInstalled() => Of(
        StatusCodes.Status403Forbidden, "not-installed", "The app is not installed in this shop.",
        new FieldProblem("shop", "Install the app: open it in the shop's admin, or go to /auth?shop={shop}."));

    public static IResult NotJson() => Of(
        StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The body must be JSON.",
        new FieldProblem("Content-Type", "Send application/json."));

    public static IResult NotFound(string what) =>
        Of(StatusCodes.Status404NotFound, "not-found", $"There is no such {what}.");

    public static IResult Unavailable(HttpContext context, TimeSpan retryAfter, string code = "unavailable")
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds)).ToString(
            System.Globalization.CultureInfo.InvariantCulture);
        return Of(
            StatusCodes.Status503ServiceUnavailable, code, "The service can't answer right now; try again.",
            new FieldProblem("Retry-After", "Wait as many seconds as this header says."));
    }
}
