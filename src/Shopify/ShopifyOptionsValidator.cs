using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Shopkeeper.Shopify;

/// <summary>
/// Refuses to start with settings that can't work. A message names the key, the rule and the remedy, never a value.
/// </summary>
internal sealed partial class ShopifyOptionsValidator : IValidateOptions<ShopifyOptions>
{
    private const int MaximumPreviousSecrets = 5;

    private static readonly ShopDomain Sample = ShopDomain.Parse("sample.myshopify.com");
    private static readonly TimeSpan LongestBudget = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestBudget = TimeSpan.FromMilliseconds(50);

    public ValidateOptionsResult Validate(string? name, ShopifyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> failures = [.. App(options), .. Addresses(options)];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> App(ShopifyOptions options)
    {
        if (!Word().IsMatch(options.ApiKey))
            yield return "Shopify:ApiKey must be the app's client id. Copy it from the Dev Dashboard.";
        if (!Word().IsMatch(options.ApiSecret))
        {
            yield return "Shopify:ApiSecret must be the app's client secret, without white space. Copy it from the Dev "
                + "Dashboard and pass it by the environment (Shopify__ApiSecret) or a secret store.";
        }
        if (options.PreviousApiSecrets.Count > MaximumPreviousSecrets || options.PreviousApiSecrets.Any(IsNoSecret))
        {
            yield return "Shopify:PreviousApiSecrets must hold at most 5 earlier client secrets, none empty. "
                + "Remove those that are revoked.";
        }
        if (!Scopes().IsMatch(options.Scopes))
        {
            yield return "Shopify:Scopes must be access scopes separated by commas, such as "
                + "read_products,write_orders. Leave it empty when the app's TOML file has them.";
        }
        if (!Version().IsMatch(options.ApiVersion))
            yield return "Shopify:ApiVersion must be a version of the Admin API, such as 2026-10. Correct it.";
        if (options.CallBudget < ShortestBudget || options.CallBudget > LongestBudget)
        {
            yield return "Shopify:CallBudget must be from 00:00:00.05 to 00:00:10. Leave it out for 10 s.";
        }
    }

    private static IEnumerable<string> Addresses(ShopifyOptions options)
    {
        if (!Uri.TryCreate(options.AppUrl, UriKind.Absolute, out var app) || !IsPlainAndSafe(app))
        {
            yield return "Shopify:AppUrl must be the app's own address: https, or http on loopback, without user, "
                + "query or fragment. Set it to the address that Shopify and browsers reach this service by.";
        }
        if (!IsTemplate(options))
        {
            yield return "Shopify:AdminUrlTemplate must hold {shop} once, as whole labels of the host or a segment "
                + "of the path, and be https, or http on loopback, without user, query or fragment. Leave it "
                + "out for https://{shop}.";
        }
    }

    // Whole labels: "https://x{shop}" would send a shop's token to another shop.
    private static bool IsTemplate(ShopifyOptions options)
    {
        var template = options.AdminUrlTemplate;
        var at = template.IndexOf(AdminUrl.Placeholder, StringComparison.Ordinal);
        if (at < 1 || at != template.LastIndexOf(AdminUrl.Placeholder, StringComparison.Ordinal)) return false;
        var before = template[at - 1];
        var after = template.AsSpan(at + AdminUrl.Placeholder.Length);
        if (before is not ('/' or '.') || (!after.IsEmpty && after[0] is not ('/' or '.' or ':'))) return false;
        var filled = template.Replace(AdminUrl.Placeholder, Sample.Value, StringComparison.Ordinal);
        return Uri.TryCreate(filled, UriKind.Absolute, out var sample) && IsPlainAndSafe(sample);
    }

    private static bool IsPlainAndSafe(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0;

    private static bool IsNoSecret(string secret) => !Word().IsMatch(secret);

    [GeneratedRegex(@"\A[!-~]{1,512}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"\A *([a-z0-9_]+( *, *[a-z0-9_]+)*)? *\z", RegexOptions.CultureInvariant)]
    private static partial Regex Scopes();

    [GeneratedRegex(@"\A(\d{4}-(01|04|07|10)|unstable)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
