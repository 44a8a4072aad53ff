using System.Text.Json.Nodes;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator.Hosting;
using Shopkeeper.Simulator.OAuth;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.Embedding;

/// <summary>
/// A stand-in for App Bridge, the script that Shopify serves to pages inside its admin: it goes to
/// <c>shopify-reload</c> with a fresh session token, hands tokens to the page as <c>shopify.idToken()</c>, and sends
/// one with each request of the page to its own origin.
/// </summary>
/// <remarks>https://shopify.dev/docs/api/app-bridge-library</remarks>
internal sealed class AppBridge(ShopRegistry shops, AppRegistration registration, SessionTokens sessions)
{
    private const string Script =
        """
        (() => {
          const own = document.currentScript.src;
          const query = new URLSearchParams(location.search);
          const shop = query.get('shop') ?? sessionStorage.getItem('simulated-shop');
          if (shop) sessionStorage.setItem('simulated-shop', shop);
          const plainFetch = window.fetch.bind(window);
          const idToken = async () => {
            const answer = await plainFetch(new URL(`/_bridge/${encodeURIComponent(shop)}/session-token`, own));
            if (!answer.ok) throw new Error(`The simulated admin gives no session token: ${answer.status}.`);
            return (await answer.json()).token;
          };
          window.shopify = {config: {shop}, idToken};
          window.fetch = async (input, init) => {
            const request = new Request(input, init);
            if (new URL(request.url).origin !== location.origin || request.headers.has('Authorization')) {
              return plainFetch(request);
            }
            const send = async () => {
              const signed = new Request(request.clone());
              signed.headers.set('Authorization', `Bearer ${await idToken()}`);
              return plainFetch(signed);
            };
            const answer = await send();
            return answer.headers.get('X-Shopify-Retry-Invalid-Session-Request') ? send() : answer;
          };
          const reload = query.get('shopify-reload');
          if (reload) idToken().then(token => {
            const target = new URL(reload, location.origin);
            target.searchParams.set('id_token', token);
            location.replace(target);
          });
        })();
        """;

    public static Task ServeAsync(HttpContext context)
    {
        context.Response.ContentType = "text/javascript; charset=utf-8";
        return context.Response.WriteAsync(Script, context.RequestAborted);
    }

    /// <summary>A token of the shop's owner, for pages of the app's own origin.</summary>
    public async Task GiveTokenAsync(HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin =
            registration.Current.AppUrl.GetLeftPart(UriPartial.Authority);
        if (shops.Find((string?)context.Request.RouteValues["shop"]) is not { } shop)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await context.Response.WriteAsJsonAsync(
            new JsonObject { ["token"] = sessions.Mint(shop, new SessionTokenRequest()) }, context.RequestAborted);
    }
}
