"""Second factors, as they are set up, shown and proven."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from api.accounts.schemas.fields import ID, LINK, OLD, GivenPassword, Token, given, taken
from api.core.texts import Name

_CREDENTIAL = {
    "id": "AQIDBAUGBwg",
    "rawId": "AQIDBAUGBwg",
    "type": "public-key",
    "response": {"clientDataJSON": "e30", "attestationObject": "oA"},
}

Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Credential = Annotated[
    dict[str, Any], Field(description="What the browser gave, by its `toJSON()`.")
]
_OPTIONS = "For `parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON` of the browser."


class TotpOut(BaseModel):
    confirmed_at: datetime


class PasskeyOut(BaseModel):
    model_config = given(id=ID, name="Téléphone de Marie", created_at="2026-03-02T08:15:00Z")

    id: UUID
    name: str
    created_at: datetime


class SecondFactorOut(BaseModel):
    """Any of them serves; recovery codes stand in for a lost one."""

    totp: TotpOut | None
    passkeys: list[PasskeyOut]
    recovery_codes_left: int


class TotpSecretOut(BaseModel):
    secret: str = Field(description="To be typed where the code cannot be scanned.")
    otpauth_uri: str = Field(description="What the QR code holds.")


class TotpConfirmationIn(BaseModel):
    model_config = taken(code="492039")

    code: Code


class RecoveryCodesOut(BaseModel):
    recovery_codes: list[str] = Field(
        description="Ten, shown this once; empty where the ones given before still serve."
    )


class PasswordIn(BaseModel):
    model_config = taken(password=OLD)

    password: GivenPassword


class PasskeyOptionsOut(BaseModel):
    challenge: str = Field(description="To be sent back with the answer, within ten minutes.")
    options: dict[str, Any] = Field(description=_OPTIONS)


class PasskeyIn(BaseModel):
    model_config = taken(challenge=LINK, credential=_CREDENTIAL, name="Téléphone de Marie")

    challenge: Token
    credential: Credential
    name: Name


class NewPasskeyOut(PasskeyOut, RecoveryCodesOut):
    model_config = given(
        id=ID, name="Téléphone de Marie", created_at="2026-03-02T08:15:00Z", recovery_codes=[]
    )


class SecondStepIn(BaseModel):
    model_config = taken(challenge=LINK, code="492039")

    challenge: Token = Field(description="Of `SECOND_FACTOR_REQUIRED`.")
    code: Code | None = Field(None, description="Of the authenticator application.")
    recovery_code: Annotated[str, StringConstraints(min_length=12, max_length=40)] | None = Field(
        None, description="Used up by this."
    )
    credential: Credential | None = Field(
        None, description="Of a passkey, by the `passkey_options` of the refusal."
    )

    @model_validator(mode="after")
    def one_of_them(self) -> Self:
        if sum(one is not None for one in (self.code, self.recovery_code, self.credential)) != 1:
            raise ValueError("exactly one of code, recovery_code, credential")
        return self


class PasskeySignInIn(BaseModel):
    model_config = taken(challenge=LINK, credential=_CREDENTIAL)

    challenge: Token
    credential: Credential
