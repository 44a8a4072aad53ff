using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Shopkeeper.Silo.Hosting;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>The check of all settings that a start begins with, in the test's process: nothing is opened.</summary>
public static class RefusedSettings
{
    /// <summary>What the check refuses, each with its key and remedy.</summary>
    /// <exception cref="Xunit.Sdk.ThrowsException">Nothing is refused.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(IReadOnlyDictionary<string, string?> settings)
    {
        await using var app = Build(settings);
        var refusal = Assert.ThrowsAny<Exception>(() => Check(app));
        return refusal switch
        {
            OptionsValidationException one => [.. one.Failures],
            AggregateException several =>
                [.. several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(one => one.Failures)],
            _ => throw new InvalidOperationException("The check itself failed.", refusal),
        };
    }

    /// <summary>Requires that nothing is refused.</summary>
    public static async Task AssertNoneAsync(IReadOnlyDictionary<string, string?> settings)
    {
        await using var app = Build(settings);
        Check(app);
    }

    private static void Check(WebApplication app) => app.Services.GetRequiredService<IStartupValidator>().Validate();

    private static WebApplication Build(IReadOnlyDictionary<string, string?> settings) =>
        ServiceHost.CreateBuilder([], builder =>
        {
            builder.Environment.EnvironmentName = Environments.Production;
            builder.Configuration.AddInMemoryCollection(settings);
        }).Build();
}
