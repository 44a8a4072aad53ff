using Microsoft.AspNetCore.Http;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Frontend.Webhooks;

/// <summary>What a delivery is answered that is not taken.</summary>
internal static class WebhookAnswers
{
    private static readonly TimeSpan RetryFull = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryOverloaded = TimeSpan.FromSeconds(5);

    public static IResult Full(HttpContext context) => Problem.Unavailable(context, RetryFull, "inbox-full");

    public static IResult Overloaded(HttpContext context) =>
        Problem.Unavailable(context, RetryOverloaded, "overloaded");

    public static IResult TooLarge(int maximumBytes) => Problem.Of(
        StatusCodes.Status413PayloadTooLarge, "too-large", "The delivery is too large.",
        new FieldProblem("body", $"Send at most {maximumBytes} bytes (Webhooks:MaximumBodyBytes)."));

    public static IResult TooSlow(TimeSpan timeout) => Problem.Of(
        StatusCodes.Status408RequestTimeout, "too-slow", "The delivery did not arrive in time.",
        new FieldProblem("body", $"Send it within {timeout.TotalSeconds:0} seconds (Webhooks:BodyTimeout)."));

    public static IResult Unsigned() => Problem.Of(
        StatusCodes.Status401Unauthorized, "bad-signature", "The delivery is not signed by this app's secret.",
        new FieldProblem(
            "X-Shopify-Hmac-Sha256", "Send the base64 HMAC-SHA256 of the raw body under the app's client secret."));

    public static IResult Malformed(WebhookHeaderProblem problem) => problem switch
    {
        WebhookHeaderProblem.Topic => Problem.BadRequest("X-Shopify-Topic", "Send one topic, such as orders/create."),
        WebhookHeaderProblem.ShopDomain => Problem.BadRequest(
            "X-Shopify-Shop-Domain", "Send one shop domain of the form {name}.myshopify.com."),
        _ => Problem.BadRequest(
            "X-Shopify-*", $"Send each header once, with at most {WebhookHeaders.MaximumLength} characters."),
    };
}
