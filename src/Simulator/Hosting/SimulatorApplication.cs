using Shopkeeper.Simulator.Calls;

namespace Shopkeeper.Simulator.Hosting;

/// <summary>
/// Puts the parts together. The builder is the empty one: the host's settings files, environment and log providers are
/// not read, so that a simulator inside another process takes nothing from it and logs none of its requests.
/// </summary>
internal static class SimulatorApplication
{
    public static WebApplication Build(SimulatorOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(options.Url);
        builder.Services.AddRouting();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<CallHooks>();
        var application = builder.Build();
        application.UseRouting();
        return application;
    }
}
