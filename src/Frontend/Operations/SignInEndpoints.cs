using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Grains.Abstractions.Operations;

namespace Shopkeeper.Frontend.Operations;

/// <summary>Where an operator's browser posts its key once.</summary>
internal static class SignInEndpoints
{
    private const string Page = """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width">
          <title>Shopkeeper: sign in</title>
          <style>
            body { font: 16px/1.5 system-ui, sans-serif; display: grid; place-items: center; min-height: 90vh;
                   background: #f6f6f3; color: #1d1d1b; margin: 0 }
            form { background: #fff; border: 1px solid #ddd; border-radius: 8px; padding: 2rem; width: 22rem }
            h1 { font-size: 1.25rem; margin: 0 0 1rem }
            input, button { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; margin-top: .5rem }
            button { background: #1d4f3a; color: #fff; border: 0; border-radius: 4px; cursor: pointer }
            p { color: #a02020 }
            @media (prefers-color-scheme: dark) {
              body { background: #161613; color: #eee } form { background: #20201d; border-color: #444 }
              p { color: #ff9a9a } }
          </style>
        </head>
        <body>
          <form method="post" action="/ops/sign-in">
            <h1>Shopkeeper</h1>
            {problem}
            <label>Operator key
              <input type="password" name="key" autocomplete="current-password" required autofocus>
            </label>
            <button>Sign in</button>
          </form>
        </body>
        </html>
        """;

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/ops").ExcludeFromDescription().AllowAnonymous().OnlyOn(Listener.Internal);
        group.MapGet("/sign-in", () => Html(StatusCodes.Status200OK, ""));
        group.MapPost("/sign-in", SignInAsync).DisableAntiforgery();
        group.MapPost("/sign-out", SignOut).DisableAntiforgery();
    }

    // No antiforgery token is needed: the form carries the key itself, and the cookie it earns is SameSite=Strict.
    private static async Task<IResult> SignInAsync(
        HttpContext context, [FromForm] string? key, OperatorKeys keys, OperatorCookie cookie, IAuditLog log,
        TimeProvider time)
    {
        var name = key is { Length: > 0 and <= 512 } ? keys.Find(key) : null;
        var order = new AuditedOrder
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Actor = name ?? "unknown",
            Action = "sign-in",
        };
        // Nobody is let in whose coming could not be written down.
        await log.BeginAsync(order, context.RequestAborted);
        var outcome = name is null
            ? new AuditOutcome(StatusCodes.Status401Unauthorized, "operator-key-required")
            : new AuditOutcome(StatusCodes.Status302Found, "accepted");
        await log.CompleteAsync(order.Id, outcome, CancellationToken.None);
        if (name is null)
        {
            return Html(
                StatusCodes.Status401Unauthorized, "<p role=\"alert\">This key is not known, or it has ended.</p>");
        }

        cookie.Write(context, name);
        return Results.Redirect("/dashboard");
    }

    private static IResult SignOut(HttpContext context)
    {
        OperatorCookie.Delete(context);
        return Results.Redirect("/ops/sign-in");
    }

    private static IResult Html(int status, string problem) => Results.Content(
        Page.Replace("{problem}", problem, StringComparison.Ordinal), "text/html; charset=utf-8", statusCode: status);
}
