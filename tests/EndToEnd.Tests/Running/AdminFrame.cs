using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>
/// The frame in which the admin shows the app, with a browser that keeps no cookies of others and an App Bridge that
/// does what Shopify's does with a page: it reads <c>shopify-reload</c> and goes there with a fresh session token.
/// </summary>
public sealed partial class AdminFrame(ShopkeeperProcess service, Merchant shop) : IDisposable
{
    private const int HopsMaximum = 6;
    private readonly MerchantBrowser _browser = new(service);

    /// <summary>The addresses that were opened, in order.</summary>
    public List<Uri> Visited { get; } = [];

    /// <summary>How often App Bridge was asked for a session token.</summary>
    public int Bounces { get; private set; }

    /// <summary>The merchant opens the app in the admin.</summary>
    /// <param name="request">The session token that the address comes with; null: the owner's.</param>
    /// <param name="change">What is different about the signed address.</param>
    /// <returns>The last answer, and the address that it came from or leads to outside of the service.</returns>
    public async Task<(Uri Address, HttpResponseMessage? Answer)> OpenAsync(
        SessionTokenRequest? request = null, Func<Query, Query>? change = null)
    {
        var minted = await service.Shopify.Control.MintSessionTokenAsync(
            shop.Domain, request, CancellationToken.None);
        shop.Note("a session token", minted.Token);
        var query = Query.Of(minted.LaunchUrl, service.Keys.ApiSecret);
        if (change is not null) query = change(query);
        return await FollowAsync(new Uri(service.AppUrl, "/?" + query.Text));
    }

    /// <summary>Follows redirects and App Bridge from an address.</summary>
    public async Task<(Uri Address, HttpResponseMessage? Answer)> FollowAsync(Uri address)
    {
        for (var hop = 0; hop < HopsMaximum; hop++)
        {
            Visited.Add(address);
            if (address.Authority != service.AppUrl.Authority) return (address, null);
            var answer = await _browser.OpenAsync(address);
            if (answer.StatusCode == HttpStatusCode.Found)
            {
                address = new Uri(address, answer.Headers.Location!);
                answer.Dispose();
                continue;
            }

            if (await ReloadOfAsync(address, answer) is not { } reload) return (address, answer);
            answer.Dispose();
            address = reload;
        }

        throw new InvalidOperationException($"{HopsMaximum} hops lead nowhere: {string.Join(' ', Visited)}");
    }

    /// <inheritdoc/>
    public void Dispose() => _browser.Dispose();

    private async Task<Uri?> ReloadOfAsync(Uri page, HttpResponseMessage answer)
    {
        var asked = QueryHelpers.ParseQuery(page.Query);
        if (!asked.TryGetValue("shopify-reload", out var reload)) return null;
        var html = await answer.ReadTextAsync();
        if (!Script().IsMatch(html) || !html.Contains(service.Keys.ApiKey, StringComparison.Ordinal)) return null;
        Bounces++;
        return new Uri(QueryHelpers.AddQueryString(reload.ToString(), "id_token", await shop.MintTokenAsync()));
    }

    [GeneratedRegex("""<script data-api-key="[^"]+" src="https://cdn\.shopify\.com/shopifycloud/app-bridge\.js">""")]
    private static partial Regex Script();
}
