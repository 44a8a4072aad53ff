using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Shopify.SessionTokens;
using Shopkeeper.Shopify.Signatures;

namespace Shopkeeper.Shopify.Tests;

public sealed class ShopifyOptionsTests
{
    [Fact]
    public void AddShopify_when_called_twice_binds_lists_once_and_registers_everything()
    {
        using var services = Build([("PreviousApiSecrets:0", "older"), ("PreviousApiSecrets:1", "oldest")]);
        var options = services.GetRequiredService<IOptions<ShopifyOptions>>().Value;
        Assert.Equal(["older", "oldest"], options.PreviousApiSecrets);
        Assert.Equal(("2026-10", "https://{shop}"), (options.ApiVersion, options.AdminUrlTemplate));
        Assert.Equal(TimeSpan.FromSeconds(10), options.CallBudget);
        Assert.Equal("ShopifyOptions", options.ToString());
        Assert.NotNull(services.GetRequiredService<IAdminClient>());
        Assert.NotNull(services.GetRequiredService<IOAuthClient>());
        Assert.NotNull(services.GetRequiredService<SessionTokenValidator>());
        var secrets = services.GetRequiredService<ApiSecrets>();
        Assert.True(WebhookSignature.Verify("x"u8, WebhookSignature.Sign("x"u8, "oldest"), secrets));
    }

    [Fact]
    public void AddShopify_keeps_what_is_registered_already()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var services = new ServiceCollection().AddSingleton<TimeProvider>(time)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddShopify().BuildServiceProvider();
        Assert.Same(time, services.GetRequiredService<TimeProvider>());
    }

    [Theory]
    [InlineData("ApiKey", "")]
    [InlineData("ApiKey", "with space")]
    [InlineData("ApiSecret", "")]
    [InlineData("ApiSecret", "canary secret")]
    [InlineData("ApiSecret", "canary\n")]
    [InlineData("PreviousApiSecrets:0", "")]
    [InlineData("PreviousApiSecrets:0", "canary secret")]
    [InlineData("Scopes", "read_products;write_orders")]
    [InlineData("Scopes", "read_products,,write_orders")]
    [InlineData("Scopes", "Read_Products")]
    [InlineData("ApiVersion", "")]
    [InlineData("ApiVersion", "2026-11")]
    [InlineData("ApiVersion", "2026-10/../..")]
    [InlineData("AppUrl", "")]
    [InlineData("AppUrl", "app.example")]
    [InlineData("AppUrl", "http://app.example")]
    [InlineData("AppUrl", "ftp://app.example")]
    [InlineData("AppUrl", "https://user:canary@app.example")]
    [InlineData("AppUrl", "https://app.example?x=1")]
    [InlineData("AppUrl", "https://app.example#x")]
    [InlineData("AdminUrlTemplate", "")]
    [InlineData("AdminUrlTemplate", "{shop}")]
    [InlineData("AdminUrlTemplate", "https://admin.example")]
    [InlineData("AdminUrlTemplate", "https://{shop}/{shop}")]
    [InlineData("AdminUrlTemplate", "http://{shop}")]
    [InlineData("AdminUrlTemplate", "http://admin.example/{shop}")]
    [InlineData("AdminUrlTemplate", "https://x{shop}")]
    [InlineData("AdminUrlTemplate", "https://{shop}x")]
    [InlineData("AdminUrlTemplate", "https://{shop}@evil.example")]
    [InlineData("AdminUrlTemplate", "https://canary@{shop}")]
    [InlineData("AdminUrlTemplate", "https://admin.example/?to={shop}")]
    [InlineData("AdminUrlTemplate", "https://admin.example/?to=/{shop}")]
    [InlineData("AdminUrlTemplate", "https://admin.example/#/{shop}")]
    [InlineData("AdminUrlTemplate", "file:///{shop}")]
    [InlineData("CallBudget", "00:00:00")]
    [InlineData("CallBudget", "00:00:11")]
    public async Task Start_when_a_setting_can_not_work_is_refused_with_key_and_remedy(
        string key, string value)
    {
        using var host = Host(key, value);
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(
            () => host.StartAsync(TestContext.Current.CancellationToken));
        var message = Assert.Single(fault.Failures);
        Assert.StartsWith($"Shopify:{key.Split(':')[0]} must ", message, StringComparison.Ordinal);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_when_there_are_too_many_previous_secrets_is_refused()
    {
        var six = Enumerable.Range(0, 6).Select(index => ($"PreviousApiSecrets:{index}", "old" + index));
        using var services = Build([.. six]);
        var fault = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IOptions<ShopifyOptions>>().Value);
        Assert.Contains("PreviousApiSecrets", Assert.Single(fault.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Scopes", "")]
    [InlineData("Scopes", "read_products, write_orders")]
    [InlineData("ApiVersion", "unstable")]
    [InlineData("AppUrl", "http://127.0.0.1:5080")]
    [InlineData("AppUrl", "https://app.example/base")]
    [InlineData("AdminUrlTemplate", "https://{shop}:8443")]
    [InlineData("AdminUrlTemplate", "http://127.0.0.1:5090/{shop}")]
    [InlineData("AdminUrlTemplate", "http://localhost:5090/{shop}/")]
    [InlineData("AdminUrlTemplate", "http://[::1]:5090/{shop}")]
    [InlineData("AdminUrlTemplate", "https://{shop}.mirror.example")]
    public async Task Start_when_a_setting_is_unusual_but_right_goes_on(string key, string value)
    {
        using var host = Host(key, value);
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private static IHost Host(string key, string value)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(Settings([(key, value)]));
        builder.Services.AddShopify();
        return builder.Build();
    }

    private static ServiceProvider Build((string Key, string Value)[] settings) =>
        new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(Settings(settings)).Build())
            .AddShopify().AddShopify().BuildServiceProvider(validateScopes: true);

    private static Dictionary<string, string?> Settings((string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Shopify:ApiKey"] = "key", ["Shopify:ApiSecret"] = "secret", ["Shopify:AppUrl"] = "https://app.example",
        };
        foreach (var (key, value) in settings) all["Shopify:" + key] = value;
        return all;
    }
}
