using Microsoft.AspNetCore.Http;

namespace Shopkeeper.Frontend.Problems;

/// <summary>
/// What routing and middleware refuse without a word (no such page, wrong method, wrong type of body) becomes a problem
/// document like any other.
/// </summary>
internal static class EmptyAnswers
{
    public static Task FillAsync(HttpContext context) => Of(context).ExecuteAsync(context);

    private static IResult Of(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => Problem.NotFound("page"),
        StatusCodes.Status405MethodNotAllowed => Problem.Of(
            StatusCodes.Status405MethodNotAllowed, "method-not-allowed", "This method is not offered here.",
            new FieldProblem("method", "Use one of those that the header Allow names.")),
        StatusCodes.Status415UnsupportedMediaType => Problem.NotJson(),
        var status => Problem.Of(status, "refused", "The request was refused."),
    };
}
