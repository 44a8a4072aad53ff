using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Operations;

/// <summary>Which client secrets can be retired: Shopify ends all tokens that a revoked one has minted.</summary>
/// <remarks>https://shopify.dev/docs/apps/build/authentication-authorization/client-secrets</remarks>
internal static class SecretOperations
{
    private const string Current = "current";
    private const string Previous = "previous";
    private const string Unknown = "unknown";

    public static void MapSecrets(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/secrets", ListAsync).WithName("ListSecrets")
            .WithSummary("The app's client secrets by fingerprint, and how many held grants each minted.")
            .Produces<SecretListView>();

    private static async Task<IResult> ListAsync(
        HttpContext context, IGrantStore grants, IKeyedHash hash, IOptions<ShopifyOptions> shopify)
    {
        var uses = await grants.CountBySecretAsync(context.RequestAborted);
        return TypedResults.Ok(new SecretListView(Read(uses, Configured(hash, shopify.Value))));
    }

    private static List<(string Fingerprint, string Kind)> Configured(IKeyedHash hash, ShopifyOptions shopify)
    {
        var current = SecretFingerprint.Of(hash, shopify.ApiSecret);
        var previous = shopify.PreviousApiSecrets.Where(secret => !string.IsNullOrWhiteSpace(secret))
            .Select(secret => SecretFingerprint.Of(hash, secret)).Where(fingerprint => fingerprint != current);
        return [(current, Current), .. previous.Distinct().Select(fingerprint => (fingerprint, Previous))];
    }

    internal static List<SecretView> Read(
        IReadOnlyList<SecretUse> uses, List<(string Fingerprint, string Kind)> configured)
    {
        // Any secret may have minted a grant of which that was not recorded: then none is known to be without grants.
        var isKnownOfAll = uses.All(use => use.Fingerprint is not null || use.Grants == 0);
        var known = configured.Select(secret => View(
            secret.Fingerprint, secret.Kind, uses.FirstOrDefault(use => use.Fingerprint == secret.Fingerprint),
            isKnownOfAll));
        var unknown = uses.Where(use => configured.All(secret => secret.Fingerprint != use.Fingerprint))
            .OrderByDescending(use => use.Grants).Select(use => View(use.Fingerprint, Unknown, use, isKnownOfAll));
        return [.. known, .. unknown];
    }

    private static SecretView View(string? fingerprint, string kind, SecretUse? use, bool isKnownOfAll) => new(
        fingerprint, kind, use?.Grants ?? 0, use?.WithoutExpiry ?? 0,
        kind == Previous && isKnownOfAll && (use?.Grants ?? 0) == 0);
}
