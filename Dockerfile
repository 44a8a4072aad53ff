# syntax=docker/dockerfile:1
# The service, and with --target simulator the simulated Shopify to try it with.
#
#   docker build -t shopkeeper .
#   docker build -t shopkeeper-simulator --target simulator .
#
# The runtime image has no shell and no package manager, and runs as a user without rights (uid 1654).

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /source
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# What decides the packages comes first, so that changed sources restore nothing anew.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props BannedSymbols.txt ./
COPY src/Frontend/*.csproj src/Frontend/
COPY src/Grains.Abstractions/*.csproj src/Grains.Abstractions/
COPY src/Grains/*.csproj src/Grains/
COPY src/Shopify/*.csproj src/Shopify/
COPY src/Silo/*.csproj src/Silo/
COPY src/Simulator/*.csproj src/Simulator/
COPY src/Storage/*.csproj src/Storage/
RUN dotnet restore src/Silo --arch $TARGETARCH && dotnet restore src/Simulator --arch $TARGETARCH

COPY src/ src/
RUN dotnet publish src/Silo --arch $TARGETARCH --no-restore --no-self-contained -c Release -o /app/silo \
    && dotnet publish src/Simulator --arch $TARGETARCH --no-restore --no-self-contained -c Release -o /app/simulator

# Volumes take over owner and mode from the image: keys are for nobody else to read.
RUN mkdir -p /volumes/data /volumes/keys && chmod 0700 /volumes/data /volumes/keys

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled AS simulator
WORKDIR /app
COPY --from=build /app/simulator .
USER $APP_UID
ENTRYPOINT ["dotnet", "Shopkeeper.Simulator.dll"]

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled AS silo
WORKDIR /app
COPY --from=build /app/silo .
COPY --from=build --chown=$APP_UID:$APP_UID /volumes/ /
ENV Storage__DataDirectory=/data Keys__Directory=/keys DOTNET_gcServer=0
VOLUME ["/data", "/keys"]
USER $APP_UID
# Public and internal listener; silos and clients of the cluster. What is really listened on is set by Listen and Cluster.
EXPOSE 5080 5081 11111 30000
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s CMD ["dotnet", "Shopkeeper.Silo.dll", "health"]
# SIGTERM: readiness turns, what runs is handed over, and the process ends.
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "Shopkeeper.Silo.dll"]
