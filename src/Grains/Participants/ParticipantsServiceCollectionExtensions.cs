using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Participants.Http;

namespace Shopkeeper.Grains.Participants;

/// <summary>Registers participants in erasure.</summary>
public static class ParticipantsServiceCollectionExtensions
{
    /// <summary>
    /// Adds a participant for each section <c>Participants:{name}</c> of the configuration (see
    /// <see cref="HttpParticipantOptions"/>). A mistake in one of them refuses the start. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddHttpParticipants(
        this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        if (services.Any(service => service.ServiceType == typeof(ParticipantTransport))) return services;
        services.AddSingleton<ParticipantTransport>();
        var participants = HttpParticipantSections.Read(configuration, out var mistakes);
        services.AddOptions<HttpParticipantOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<HttpParticipantOptions>>(
            new ValidateOptions<HttpParticipantOptions>(
                Options.DefaultName, _ => mistakes is [], string.Join(Environment.NewLine, mistakes)));
        if (mistakes is not []) return services;
        foreach (var (name, options) in participants)
        {
            services.AddSingleton<IErasureParticipant>(provider => new HttpParticipant(
                name,
                options,
                provider.GetRequiredService<ParticipantTransport>(),
                provider.GetRequiredService<TimeProvider>()));
            if (!options.Customers) continue;
            services.AddSingleton<ICustomerDataParticipant>(provider => new HttpCustomerParticipant(
                name,
                options,
                provider.GetRequiredService<ParticipantTransport>(),
                provider.GetRequiredService<TimeProvider>()));
        }

        return services;
    }

    /// <summary>Adds what asks participants, whichever they are. Safe to call twice.</summary>
    internal static IServiceCollection AddParticipants(this IServiceCollection services)
    {
        services.TryAddSingleton<ParticipantRoster>();
        services.TryAddSingleton<ParticipantRun>();
        services.TryAddSingleton<ParticipantRound>();
        services.TryAddSingleton<ParticipantGates>();
        services.TryAddSingleton<ParticipantHistory>();
        services.TryAddSingleton<ParticipantHolds>();
        services.TryAddSingleton<LateParticipants>();
        services.TryAddSingleton<ParticipantDeclarations>();
        services.TryAddSingleton<IParticipantReader, ParticipantReader>();
        return services;
    }

    /// <summary>
    /// Adds <see cref="IInstallationFiles"/> and the participant <c>files</c> that erases them, with
    /// <see cref="FolderOptions"/> from the section <c>Participants:Files</c>, checked at start. Safe to call twice.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the options after they were read, for a default root, say.</param>
    public static IServiceCollection AddFolderParticipant(
        this IServiceCollection services, Action<FolderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<FolderOptions>()
            .BindConfiguration(FolderOptions.Section)
            .Validate(
                folder => Path.IsPathFullyQualified(folder.Root),
                "Participants:Files:Root has to be an absolute path. Set it to a folder for the app's files.")
            .ValidateOnStart();
        if (configure is not null) options.PostConfigure(configure);
        services.TryAddSingleton<InstallationFolder>();
        services.TryAddSingleton<IInstallationFiles, InstallationFiles>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IErasureParticipant, FolderParticipant>());
        return services;
    }
}
