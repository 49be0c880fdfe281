FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# Packages first: they change seldom, so this layer is kept. The lock file says which, byte for byte.
COPY .editorconfig global.json Directory.Build.props Directory.Packages.props ./
COPY backend/src/Doneon/Doneon.csproj backend/src/Doneon/packages.lock.json backend/src/Doneon/
RUN dotnet restore backend/src/Doneon --locked-mode
COPY backend/src backend/src
RUN dotnet publish backend/src/Doneon --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./
# The doors for debuggers and profilers are files. Without them nothing is ever written, and the root file system may be read-only.
ENV DOTNET_EnableDiagnostics=0 PORT=8080
USER $APP_UID
EXPOSE 8080
# Asks whether the process lives, not whether the database does: a restart mends only the first.
HEALTHCHECK --interval=30s --timeout=3s --start-period=60s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$PORT && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["./doneon"]
CMD ["serve"]
